"""What the floor asks of the apps."""

from helpdesk.hooks import Hook


def test_a_hook_asks_every_app_in_turn():
    hook = Hook()
    hook.register(lambda: ["a", "b"])
    hook.register(list)
    hook.register(lambda: iter(["c"]))

    assert list(hook.ask()) == ["a", "b", "c"]


def test_a_hook_asks_anew_each_time():
    hook, answers = Hook(), ["a"]
    hook.register(lambda: answers)

    first = list(hook.ask())
    answers.append("b")

    assert (first, list(hook.ask())) == (["a"], ["a", "b"])


def test_hooks_know_nothing_of_each_other():
    Hook().register(lambda: ["a"])

    assert list(Hook().ask()) == []
