/** How values are written for people and read from them: escaping, shell words, sizes and durations. Knows nobody. */
package dev.daypack.text;
