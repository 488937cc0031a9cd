# SPDX-License-Identifier: LGPL-3.0-or-later
"""What the source must not contain, whoever writes it."""

import ast
import re

import pytest

from . import allowed, reading

PYTHON = [path for path in reading.files(".py") if path != "__manifest__.py"]
# Odoo's own methods, which others extend, too. (Which methods can be called from outside at all: test_doors.py.)
ODOO_PUBLIC = {
    "create", "write", "unlink", "copy", "copy_data", "default_get", "onchange", "exists", "init", "read", "search", "web_read",
    "message_post", "message_notify", "activity_schedule", "SELF_READABLE_FIELDS", "SELF_WRITEABLE_FIELDS", "button_uninstall",
    "button_immediate_uninstall", "module_uninstall", "message_subscribe", "get_empty_list_help", "load", "export_data",
}  # fmt: skip
# What counts as a check at the door of a button.
_CHECK = re.compile(
    r"\._transition\(|\._take\(|check_access\(|\._check_\w+\(|has_access\(|_filtered_access\(|\.has_group\("
)


def _methods():
    for model in reading.models():
        for node in model.node.body:
            if isinstance(node, ast.FunctionDef):
                yield model, node


def _decorators(node):
    return {ast.unparse(decorator).split("(")[0] for decorator in node.decorator_list}


# ---- doors
def test_every_button_checks_or_is_known():
    found = [
        (model.path, node.name)
        for model, node in _methods()
        if node.name.startswith("action_") and not _CHECK.search(ast.unparse(node))
    ]
    new, gone = allowed.compare("button", found)
    assert not new, (
        "a button can be pressed by anybody, on any record, from outside: check, or say why it needs none"
    )
    assert not gone


def test_transitions_called_exist():
    for model, node in _methods():
        for call in ast.walk(node):
            if (
                isinstance(call, ast.Call)
                and ast.unparse(call.func).endswith("self._transition")
                and call.args
            ):
                if not isinstance(call.args[0], ast.Constant):
                    continue
                table = "".join(ast.unparse(m.node) for m in reading.models() if m.name == model.name)
                assert re.search(rf"'{call.args[0].value}'\): ?Transition", table), (
                    f"{model.path}: {call.args[0].value}"
                )


def test_overrides_of_odoo_call_it():
    """Who overrides a method of Odoo's and does not call it switches off what others have put there."""
    odd = []
    for model, node in _methods():
        if node.name in ODOO_PUBLIC - {"init", "SELF_READABLE_FIELDS"}:
            body = ast.unparse(node)
            if "super()." not in body and "super(" not in body and not re.search(r"\braise\b", body):
                odd.append((model.path, node.name))
    assert not odd


def test_no_parameter_a_remote_caller_cannot_name():
    odd = [
        (model.path, node.name)
        for model, node in _methods()
        if not node.name.startswith("_") and {arg.arg for arg in node.args.args} & {"ids", "context"}
    ]
    assert not odd


def test_routes_that_change_something_are_posts():
    for path in reading.files(".py", "controllers"):
        for node in reading.functions(reading.tree(path)):
            for decorator in node.decorator_list:
                text = ast.unparse(decorator)
                assert "csrf=False" not in text.replace(" ", ""), f"{path}: {node.name}"
                assert "type='json'" not in text, f"{path}: {node.name}"


# ---- nothing a caller can send
def test_context_is_read_nowhere_but_where_it_is_harmless():
    found = []
    for path in reading.files(".py", "orm", "models", "wizards", "controllers", "reports", "commands"):
        for node in ast.walk(reading.tree(path)):
            if (
                isinstance(node, ast.Attribute)
                and node.attr in ("context", "_context")
                and isinstance(node.ctx, ast.Load)
            ):
                base = ast.unparse(node.value)
                if base.endswith(("env", "self", "request")) or node.attr == "_context":
                    found.append((path, _function_around(path, node)))
    new, gone = allowed.compare("context", found)
    assert not new, "the context comes from the caller: nothing may depend on it"
    assert not gone


def test_views_switch_nothing_off_by_context():
    odd = [
        path
        for path in reading.files(".xml")
        if re.search(r"\b(skip|no_check|bypass|force(?!_save))_\w+", reading.text(path))
    ]
    assert not odd


def _function_around(path, node):
    around = [f for f in reading.functions(reading.tree(path)) if f.lineno <= node.lineno <= f.end_lineno]
    return around[-1].name if around else "<module>"


def test_sudo_is_used_where_somebody_has_looked():
    found = set()
    for path in reading.files(".py", "orm", "models", "wizards", "controllers", "reports"):
        for node in ast.walk(reading.tree(path)):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute)
                and node.func.attr in ("sudo", "with_user")
            ):
                if node.func.attr == "sudo" and node.args:
                    continue  # sudo(False) gives up rights; sudo(flag) hands on what the caller has
                found.add((path, "file"))
            elif isinstance(node, ast.keyword) and node.arg == "su" and ast.unparse(node.value) == "True":
                found.add((path, "file"))
    new, gone = allowed.compare("sudo", found)
    assert not new, "full rights: say in allowed.csv why here, and what of it reaches the caller"
    assert not gone


def test_nothing_asks_whether_tests_run():
    odd = [
        p
        for p in PYTHON
        if not p.startswith("tests/")
        and re.search(r"test_enable|in_test_mode|test_mode|PYTEST", reading.text(p))
    ]
    assert not odd


def test_core_never_catches_everything():
    found = [
        (path, _function_around(path, node))
        for path in PYTHON
        if not path.startswith("tests/")
        for node in ast.walk(reading.tree(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in ("Exception", "BaseException"))
    ]
    new, gone = allowed.compare("catch", found)
    assert not new
    assert not gone


def test_sql_is_never_put_together_from_values():
    for path in (path for path in PYTHON if not path.startswith("tests/")):
        for node in ast.walk(reading.tree(path)):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).endswith(("cr.execute", "execute_query", "SQL"))
                and node.args
            ):
                first = node.args[0]
                if isinstance(first, ast.JoinedStr) or (
                    isinstance(first, ast.BinOp) and isinstance(first.op, (ast.Mod, ast.Add))
                ) or ".format(" in ast.unparse(first):  # fmt: skip
                    assert (path, _function_around(path, node)) in allowed.of("sql"), f"{path}:{node.lineno}"


# ---- the rooms
ROOMS = ("access", "documents", "chatter", "case", "policy", "consent", "disclosure", "complaint", "breach")


def test_each_job_has_a_lock_of_its_own():
    """Two that share a number of PostgreSQL's advisory locks keep each other out for no reason."""
    holders = [path for path in PYTHON if "advisory" in reading.text(path)]
    numbers = [re.findall(r"^_?LOCK = (0x[0-9A-F]+)$", reading.text(path), re.MULTILINE) for path in holders]
    assert len(holders) > 2
    assert all(len(found) == 1 for found in numbers), dict(zip(holders, numbers, strict=True))
    assert len({number for (number,) in numbers}) == len(holders), dict(zip(holders, numbers, strict=True))


def test_tools_know_nobody():
    for path in reading.files(".py", "tools"):
        for name in reading.imports(path):
            top = name.split(".")
            assert top[0] != "odoo", f"{path} imports {name}"
            assert top[0] != reading.MODULE or top[1] == "tools", f"{path} imports {name}"


def test_the_core_knows_no_room():
    for path in reading.files(".py", "orm"):
        for name in reading.imports(path):
            top = name.split(".")
            assert top[0] != reading.MODULE or top[1] in ("orm", "tools", "exceptions"), (
                f"{path} imports {name}"
            )
        named = set(
            re.findall(
                r"[\"'](wlec\.(?:case|consent|disclosure|breach|policy)[\w.]*)[\"']", reading.text(path)
            )
        )
        assert not named, path


@pytest.mark.parametrize("room", ROOMS)
def test_arrows_between_rooms_go_one_way(room):
    above = ROOMS[: ROOMS.index(room) + 1]
    for path in reading.files(".py", f"models/{room}"):
        for name in reading.imports(path):
            top = name.split(".")
            if top[0] == reading.MODULE and top[1] == "models":
                assert len(top) > 2 and top[2] in above, f"{path} imports {name}"
            if top[0] == reading.MODULE:
                assert top[1] not in ("tests", "commands", "cli", "demo"), f"{path} imports {name}"


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_no_model_of_a_room_below(room):
    defined = {
        m.name: m.path.split("/")[1] for m in reading.models() if m.defines and m.path.startswith("models/")
    }
    below = {name for name, of in defined.items() if of in ROOMS[ROOMS.index(room) + 1 :]}
    if room == "access":
        below -= {"wlec.case"}  # a grant is on a file; the room knows nothing else of it
    for path in reading.files(".py", f"models/{room}"):
        named = {
            n.value
            for n in ast.walk(reading.tree(path))
            if isinstance(n, ast.Constant) and isinstance(n.value, str)
        }
        assert not named & below, path


# ---- size
@pytest.mark.parametrize("path", PYTHON)
def test_files_and_functions_are_short(path):
    most = 400 if path.startswith("tests/") else 250
    assert len(reading.text(path).splitlines()) < most or (path, "<file>") in allowed.of("size")
    long = [f.name for f in reading.functions(reading.tree(path)) if f.end_lineno - f.lineno >= 60]
    assert not [name for name in long if (path, name) not in allowed.of("size")]


def test_files_say_their_licence():
    assert not [
        p
        for p in reading.files(".py")
        if not reading.text(p).startswith("# SPDX-License-Identifier: LGPL-3.0-or-later\n")
    ]


# ---- places and hosts
def test_no_machine_paths_and_no_package_hosts():
    pattern = re.compile(
        r"(?<![\w.])/(?:wor[k]|roo[t]|home/\w+)/|\b(?:pyp[i]|pythonhost[e]d|npmj[s]|deb[i]an|ubunt[u])\.(?:org|com)\b"
    )
    for suffix in (".py", ".xml", ".csv", ".sql", ".js", ".scss", ".md"):
        for path in reading.files(suffix):
            assert not pattern.search(reading.text(path)), path


# ---- confidential fields are not put where they would be opened by the dozen, or kept
def test_lists_show_no_confidential_field():
    confidential = {
        (model.name, target.id)
        for model in reading.models()
        for node in model.node.body
        if isinstance(node, ast.Assign)
        and re.match(r"Confidential(Char|Text|Html|Binary|Selection)\(", ast.unparse(node.value))
        for target in node.targets
    }
    assert len(confidential) > 5
    found = []
    for record in reading.records():
        model = record.field("model") if record.model == "ir.ui.view" else None
        if model is None:
            continue
        for kind in ("list", "kanban", "search", "pivot", "graph", "calendar"):
            for view in record.node.iter(kind):
                names = {field.get("name") for field in view.iter("field")}
                filters = " ".join(
                    node.get("domain", "") + node.get("context", "") for node in view.iter("filter")
                )
                found += [
                    (record.path, f"{record.id}:{name}")
                    for owner, name in confidential
                    if owner == model.text
                    and (name in names or re.search(rf"\b{name}\b(?!', '!=', False)", filters))
                ]
    new, gone = allowed.compare("list", found)
    assert not new, "each line of such a view would be an access"
    assert not gone


def test_no_attachments_and_no_composer_in_views():
    assert not [
        p
        for p in reading.files(".xml", "views", "wizards")
        if re.search(r"many2many_binary|mail_composer", reading.text(p))
    ]


def test_controllers_of_the_portal_do_not_take_each_others_methods():
    """Odoo merges the controllers that extend one of its own into one class: the last of two methods of one name wins."""
    seen = {}
    for path in reading.files(".py", "controllers"):
        for node in reading.tree(path).body:
            if isinstance(node, ast.ClassDef):
                for base in map(ast.unparse, node.bases):
                    for method in node.body:
                        if isinstance(method, ast.FunctionDef) and (base, method.name) in seen:
                            assert "super()" in ast.unparse(method), (
                                f"{path} takes {method.name} from {seen[base, method.name]}"
                            )
                        elif isinstance(method, ast.FunctionDef):
                            seen[base, method.name] = path


# What is said of these is sealed (models with confidential fields), or is no secret.
WITH_CHATTER = {
    "wlec.case": "", "wlec.consent": "", "wlec.disclosure.request": "", "wlec.breach.complaint": "",
    "wlec.breach": "", "wlec.management.action": "", "wlec.access.hiding": "", "wlec.access.review": "",
    "wlec.policy": "the policy is for everybody",
}  # fmt: skip


def test_every_chatter_is_sealed():
    found = {
        record.field("model").text
        for record in reading.records()
        if record.model == "ir.ui.view" and record.node.find(".//chatter") is not None
    }
    assert found == WITH_CHATTER.keys()
    sealed = {name for name, reason in WITH_CHATTER.items() if not reason}
    models = "\n".join(reading.text(path) for path in reading.files(".py", "models"))
    for name in sealed:
        assert _is_confidential(models, name), name


def _is_confidential(models, name):
    """Whether a model inherits the mixin, itself or through a mixin of ours."""
    start = models.index(f'_name = "{name}"')
    parents = re.search(r"_inherit = (\[[^\]]*\]|.*)", models[start:])[1]
    if "wlec.confidential.mixin" in parents:
        return True
    return any(
        _is_confidential(models, mixin) for mixin in re.findall(r'"(wlec\.[\w.]*open\.mixin)"', parents)
    )
