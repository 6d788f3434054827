#!/usr/bin/env python3
"""Reads the event file of capi_history with TensorBoard's own reader. Skipped where TensorBoard is not installed.

usage: history_tensorboard.py DIRECTORY
"""

import sys

import history_numbers as numbers

try:
    from tensorboard.backend.event_processing.event_file_loader import EventFileLoader, LegacyEventFileLoader
except ImportError as missing:
    print(f"history in TensorBoard: skipped: {missing}")
    sys.exit(77)


def main():
    where = numbers.directory()
    wanted = list(numbers.rows(where))
    version, *events = LegacyEventFileLoader(str(where / numbers.EVENTS)).Load()
    assert version.file_version == "brain.Event:2", version
    assert len(events) == len(wanted)
    for got, (step, wall, values) in zip(events, wanted):
        assert (got.step, got.wall_time) == (step, wall)
        assert [value.tag for value in got.summary.value] == numbers.COLUMNS
        for scalar, value in zip(got.summary.value, values):
            assert numbers.same(scalar.simple_value, numbers.to_single(value)), (scalar, value)
    # As its pages see them: every scalar becomes a tensor of the plugin for scalars.
    shown = [value for got in EventFileLoader(str(where / numbers.EVENTS)).Load() for value in got.summary.value]
    assert len(shown) == len(wanted) * len(numbers.COLUMNS)
    plugins = {value.metadata.plugin_data.plugin_name for value in shown if value.HasField("metadata")}
    assert plugins == {"scalars"}, plugins
    print(f"history in TensorBoard: {len(wanted)} rows read back")
    return 0


if __name__ == "__main__":
    sys.exit(main())
