/**
 * The {@code memory} setting as a ledger: who holds how much, lent arrays, and shares that are refused with the
 * arithmetic; and scratch space for what does not fit. What is stored in the arrays and files is not known here.
 */
package dev.daypack.memory;
