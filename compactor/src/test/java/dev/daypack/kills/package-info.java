/**
 * Real processes, killed: an S3 server and the program on two hosts that race for the same days, struck with SIGKILL at
 * every stage of the work, while somebody reads what is published and checks all of it with DuckDB.
 */
package dev.daypack.kills;
