"""YAML → settings: the times and roles that a partnership may choose, each pack's on top of its base's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

from followthrough.procedures.language.conditions import read_when
from followthrough.procedures.language.faults import Found, did_you_mean
from followthrough.procedures.language.offices import refuse_unknown_offices
from followthrough.procedures.language.procedures import read_role
from followthrough.procedures.language.reading import Entry, Node, read_yaml
from followthrough.procedures.language.vocabularies import choice_of
from followthrough.procedures.language.written import Written
from followthrough.procedures.model.procedure import Confidence
from followthrough.procedures.model.rulebook import Role, Setting
from followthrough.procedures.model.timescale import Timescale, When


@dataclass(frozen=True)
class SettingsReader:
    """Reads the settings of one pack. What a base has set already may be set anew, no looser."""

    pack: str
    sources: Mapping[str, object]
    offices: Collection[str]
    roles: Collection[str]

    def read(self, root: Path, settings: dict[str, Setting], found: Found, written: Collection[Written] = ()) -> None:
        """`settings.yaml`, and one file a theme in `settings/`. None may stand twice in one pack. What is `written` for
        the pack stands in place of its files' and is held to the same base.
        """
        folder, base = root / self.pack, dict(settings)
        for path in [folder / "settings.yaml", *sorted((folder / "settings").glob("*.yaml"))]:
            if path.exists():
                with found.gathering():
                    for name, node in read_yaml(path, str(path.relative_to(root))).named("Settings"):
                        with found.gathering(name):
                            settings[name] = self._read(name, node, settings.get(name))
        for each in written:
            with found.gathering():
                for name, node in each.node().named("Settings"):
                    with found.gathering(name):
                        settings[name] = self._read(name, node, base.get(name))

    def _read(self, name: str, node: Node, base: Setting | None) -> Setting:
        refuse_unknown_offices(node, self.offices)
        entry = node.entry(f'The setting "{name}"')
        setting = Setting(
            id=name,
            title=entry.text("title"),
            value=self._value(entry.need("value")),
            confidence=choice_of(Confidence, entry.need("confidence"), '"confidence"'),
            source=self._source(entry),
            pack=self.pack,
            is_longer_tighter=entry.maybe("tighter", _is_longer, base is not None and base.is_longer_tighter),
        )
        entry.done()
        if setting.is_longer_tighter and not isinstance(setting.value, Timescale):
            raise node.fault('Only a length of time has a "tighter". Leave it out.')
        if base is not None:
            self._refuse_second(base, node)
            _refuse_looser(base, setting, node)
        return setting

    def _value(self, node: Node) -> When | Role:
        if not isinstance(node.value, dict):
            return read_when(node)
        entry = node.entry('"value"')
        role = read_role(entry.need("role"), self.roles)
        entry.done()
        return Role(role)

    def _source(self, entry: Entry) -> str:
        source = entry.text("source")
        if source not in self.sources:
            raise entry.need("source").fault(f'"{source}" is not in sources.yaml. {did_you_mean(source, self.sources)}')
        return source

    def _refuse_second(self, base: Setting, node: Node) -> None:
        if base.pack == self.pack:
            raise node.fault(f'The setting "{base.id}" stands twice in {self.pack}. Keep one of the two.')


def _is_longer(node: Node) -> bool:
    word = node.text('"tighter"')
    if word not in ("longer", "shorter"):
        raise node.fault('"tighter" is longer (of a window or a reminder) or shorter (of a limit, as if left out).')
    return word == "longer"


def _refuse_looser(base: Setting, local: Setting, node: Node) -> None:
    """A local pack may tighten a time and never loosen it: same unit, and no more of it (of a window, no less)."""
    before, after = base.value, local.value
    if isinstance(before, Role) and isinstance(after, Role):
        return
    if isinstance(before, Role) or isinstance(after, Role):
        what = "a role" if isinstance(before, Role) else "a time"
        raise node.fault(f'"{base.id}" is {what} in {base.pack}. Set {what} here too.')
    if base.is_longer_tighter is not local.is_longer_tighter:
        raise node.fault(f'{base.pack} says which way "{base.id}" is tighter. Leave "tighter" out here.')
    if not (isinstance(before, Timescale) and isinstance(after, Timescale) and _is_alike(before, after)):
        raise node.fault(
            f'"{base.id}" is {before} in {base.pack}. A local limit must use the same unit, so that it can be compared.'
        )
    if after.amount < before.amount if base.is_longer_tighter else after.amount > before.amount:
        raise node.fault(
            f'"{base.id}" is {before} in {base.pack}; {after} would loosen it. A local pack may only tighten a limit.'
        )


def _is_alike(before: Timescale, after: Timescale) -> bool:
    return (before.unit, before.office) == (after.unit, after.office)
