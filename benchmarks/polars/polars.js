// The job done by Polars: node polars.js sort|copy DIRECTORY OUTPUT
//   sort  a stable sort by ts_event of files scanned in the order of their names, so that ties keep (file, row)
//   copy  decodes and encodes alone
const polars = require("nodejs-polars");

const [job, directory, output] = process.argv.slice(2);
const isSort = job === "sort";
let frame = polars.scanParquet(`${directory}/*.parquet`);
if (isSort) {
    const [key, ...others] = frame.columns;
    frame = frame
        .sort({ by: [key], descending: false, nullsLast: false, maintainOrder: true })
        .withRowIndex("seq")
        .withColumn(polars.col("seq").cast(polars.Int64))
        .select(key, "seq", ...others);
}
const format = { compression: "zstd", compressionLevel: 3, rowGroupSize: 1 << 20, maintainOrder: isSort };
frame.sinkParquet(output, format).collectSync();
