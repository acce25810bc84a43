/** How a run learns that it should stop. */
package dev.daypack.cancel;
