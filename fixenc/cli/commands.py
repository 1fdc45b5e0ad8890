"""Commands beside a main job that takes paths."""

from __future__ import annotations

from typing import Any

from typer.core import TyperArgument, TyperCommand, TyperGroup


def _without_types(params: list[Any]) -> list[Any]:
    """The parameters of a command, whose help names no types of Python: the names say enough."""
    for param in params:
        if isinstance(param, TyperArgument) or getattr(param, "is_flag", False):
            param.display_type_rich = _no_type
    return params


def _no_type(ctx: Any) -> None:
    return None


class Command(TyperCommand):
    """A command beside the main job."""

    # The context's type is private to typer, hence Any.
    def get_params(self, ctx: Any) -> list[Any]:
        return _without_types(super().get_params(ctx))


class Commands(TyperGroup):
    """A group whose own job takes paths: a first argument that is no command is a path."""

    def get_params(self, ctx: Any) -> list[Any]:
        return _without_types(super().get_params(ctx))

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args or args[0] not in self.commands:
            return super().parse_args(ctx, args)
        super().parse_args(ctx, [])
        ctx.args = args
        return args

    def invoke(self, ctx: Any) -> Any:
        if not ctx.args:
            return super().invoke(ctx)
        name, command, args = self.resolve_command(ctx, ctx.args)
        assert command is not None
        # Without the group's context as parent, whose paths would stand in its usage.
        with command.make_context(f"{ctx.info_name} {name}", args) as inner:
            return command.invoke(inner)

    def collect_usage_pieces(self, ctx: Any) -> list[str]:
        return ["[OPTIONS]", "[PATHS]..."]
