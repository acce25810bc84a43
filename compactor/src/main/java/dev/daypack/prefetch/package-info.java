/**
 * Reads parts of a store at a distance before they are asked for: whole small parts, footers, and the ranges that the
 * merge and the column tasks will come to. Knows footers and tables, no store: parts are read through their own source.
 */
package dev.daypack.prefetch;
