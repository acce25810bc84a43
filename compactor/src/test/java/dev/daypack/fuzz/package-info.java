/**
 * Structure-aware mutation of small good files, by seed: whatever comes out is packed rightly or refused by name. Why
 * and by what rules is in decision 0029.
 */
package dev.daypack.fuzz;
