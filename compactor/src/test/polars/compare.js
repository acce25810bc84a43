// Reads pairs of Parquet files in Polars and compares them: columns, types, rows, values.
//
//   node compare.js pairs.json        [{"name": "integers", "expected": "a.parquet", "actual": "b.parquet"}, ...]
//
// Exits with 1 and the first difference of each pair, or with 2 if it cannot do its work. Values are compared by Polars
// itself: nulls are equal, and so are NaNs. Its comparison takes 0.0 for -0.0, so floats are compared once more here.
// Every column is also compared with itself shifted by one row, so that a comparison that sees nothing does not pass.
"use strict";

const fs = require("fs");
const pl = require("nodejs-polars").default;

/** The type of a column as Polars prints it, and in full where the binding knows it. */
function type(frame, name) {
  const printed = frame.select(name).limit(0).toString().split("\n")[4].replace(/[│|]/g, "").trim();
  try {
    return `${printed} (${frame.getColumn(name).dtype})`;
  } catch (unknownToTheBinding) {
    return printed;
  }
}

function isFloat(frame, name) {
  return /^f(16|32|64)\b/.test(type(frame, name));
}

/** Whether some rows of a column are equal, to the sign of zero. */
function equal(left, right, name) {
  const one = left.select(name);
  const other = right.select(name);
  if (!one.frameEqual(other, true)) {
    return false;
  }
  if (!isFloat(left, name)) {
    return true;
  }
  const numbers = other.getColumn(name).toArray();
  return one.getColumn(name).toArray().every((number, row) => Object.is(number, numbers[row]));
}

/** The first row in which two columns of equal length differ, by halving; -1 if there is none. */
function firstDifference(left, right, name) {
  if (equal(left, right, name)) {
    return -1;
  }
  let from = 0;
  let length = left.height;
  while (length > 1) {
    const half = length >> 1;
    if (equal(left.slice(from, half), right.slice(from, half), name)) {
      from += half;
      length -= half;
    } else {
      length = half;
    }
  }
  return from;
}

function cell(frame, name, row) {
  const lines = frame.select(name).slice(row, 1).toString().split("\n");
  return lines.slice(6, -1).map((line) => line.replace(/[│|]/g, "").trim()).join(" ");
}

/** The first difference in words, or null. */
function difference(expected, actual) {
  if (expected.columns.join("\n") !== actual.columns.join("\n")) {
    return `columns should be ${expected.columns.join(", ")} but are ${actual.columns.join(", ")}`;
  }
  for (const name of expected.columns) {
    if (type(expected, name) !== type(actual, name)) {
      return `column ${name} should be ${type(expected, name)} but is ${type(actual, name)}`;
    }
  }
  if (expected.height !== actual.height) {
    return `should have ${expected.height} rows but has ${actual.height}`;
  }
  for (const name of expected.columns) {
    const row = firstDifference(expected, actual, name);
    if (row >= 0) {
      return `column ${name}, row ${row} should be ${cell(expected, name, row)} but is ${cell(actual, name, row)}`;
    }
  }
  return null;
}

/** A column whose shifted copy passes for itself is not compared at all, or has one value only. */
function unseen(frame) {
  const length = frame.height - 1;
  return frame.columns.filter((name) => equal(frame.slice(0, length), frame.slice(1, length), name));
}

function check(pair) {
  const expected = pl.readParquet(pair.expected);
  const blind = unseen(expected);
  if (blind.length > 0) {
    return `no difference is seen in column ${blind.join(", ")} when it is shifted by a row`;
  }
  return difference(expected, pl.readParquet(pair.actual));
}

function main(file) {
  const pairs = JSON.parse(fs.readFileSync(file, "utf8"));
  let different = 0;
  for (const pair of pairs) {
    const found = check(pair);
    if (found !== null) {
      different++;
      console.error(`${pair.name}: ${found}`);
    }
  }
  console.log(`Polars ${pl.version}: ${pairs.length - different} of ${pairs.length} are equal`);
  return different > 0 ? 1 : 0;
}

try {
  process.exitCode = main(process.argv[2]);
} catch (failure) {
  console.error(failure);
  process.exitCode = 2;
}
