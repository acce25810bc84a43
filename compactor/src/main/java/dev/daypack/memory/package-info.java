/**
 * The {@code memory} setting as a ledger: who holds how much, lent arrays, and shares that are refused with the
 * arithmetic. What is stored in the arrays is not known here.
 */
package dev.daypack.memory;
