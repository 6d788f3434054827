#!/usr/bin/env python3
"""Reads the files of capi_history with Python's csv, and with an event reader of its own, and compares them with the numbers.

usage: history_files.py DIRECTORY
"""

import csv
import decimal
import struct
import sys

import history_numbers as numbers


def crc32c(data):
    """Bit by bit, by its polynomial."""
    crc = 0xFFFFFFFF
    for byte in data:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0x82F63B78 if crc & 1 else 0)
    return crc ^ 0xFFFFFFFF


def masked(data):
    crc = crc32c(data)
    return ((crc >> 15 | crc << 17) + 0xA282EAD8) & 0xFFFFFFFF


def records(data):
    at = 0
    while at < len(data):
        length, length_crc = struct.unpack_from("<QI", data, at)
        assert length_crc == masked(data[at : at + 8]), f"checksum of the length at byte {at}"
        body = data[at + 12 : at + 12 + length]
        (crc,) = struct.unpack_from("<I", data, at + 12 + length)
        assert crc == masked(body), f"checksum of the record at byte {at}"
        yield body
        at += 16 + length


def varint(data, at):
    value = shift = 0
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            return value, at


def fields(data):
    """(number, wire type, value) of each field of a protocol buffer."""
    at = 0
    while at < len(data):
        key, at = varint(data, at)
        wire = key & 7
        if wire == 0:
            value, at = varint(data, at)
        else:
            size, at = varint(data, at) if wire == 2 else ({1: 8, 5: 4}[wire], at)
            value, at = data[at : at + size], at + size
            assert len(value) == size, "a field beyond its message"
        yield key >> 3, wire, value


def scalar(data):
    parts = {number: (wire, value) for number, wire, value in fields(data)}
    assert parts.keys() == {1, 2} and parts[1][0] == 2 and parts[2][0] == 5, parts
    return parts[1][1].decode(), struct.unpack("<f", parts[2][1])[0]


def event(data):
    parts = {number: (wire, value) for number, wire, value in fields(data)}
    assert parts.keys() == {1, 2, 5}, parts
    (wall,) = struct.unpack("<d", parts[1][1])
    step = parts[2][1] - (1 << 64 if parts[2][1] >> 63 else 0)
    return step, wall, [scalar(value) for number, wire, value in fields(parts[5][1]) if (number, wire) == (1, 2)]


def digits(number):
    return decimal.Decimal(number).normalize().as_tuple().digits


def check_csv(where, wanted):
    with open(where / numbers.CSV, newline="", encoding="utf-8") as file:
        header, *lines = csv.reader(file, strict=True)
    assert header == ["step", "wall_time", *numbers.COLUMNS], header
    assert len(lines) == len(wanted)
    for line, (step, wall, values) in zip(lines, wanted):
        assert int(line[0]) == step and len(line) == len(header), line
        for got, value in zip(line[1:], [wall, *values]):
            assert numbers.same(float(got), value), (got, value)
            assert digits(got) == digits(repr(value)), f"{got} has more digits than {value!r} needs"


def check_events(where, wanted):
    version, *events = records((where / numbers.EVENTS).read_bytes())
    assert dict((number, value) for number, _, value in fields(version)) == {1: bytes(8), 3: b"brain.Event:2"}, version
    assert len(events) == len(wanted)
    for data, (step, wall, values) in zip(events, wanted):
        got_step, got_wall, scalars = event(data)
        assert (got_step, got_wall) == (step, wall)
        assert [name for name, _ in scalars] == numbers.COLUMNS
        for (_, got), value in zip(scalars, values):
            assert numbers.same(got, numbers.to_single(value)), (got, value)


def main():
    where = numbers.directory()
    assert crc32c(b"123456789") == 0xE3069283, "the check value of CRC-32C"
    wanted = list(numbers.rows(where))
    assert len(wanted) == 300
    check_csv(where, wanted)
    check_events(where, wanted)
    print(f"history files: {len(wanted)} rows read back from CSV and events")
    return 0


if __name__ == "__main__":
    sys.exit(main())
