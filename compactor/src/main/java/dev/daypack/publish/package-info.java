/**
 * Making a packed day visible by one conditional write, and the documents that follow from it: the imprint in the
 * footer, {@code meta.json}, {@code quality_day.json}, the manifest of the inputs. The state is another package's.
 */
package dev.daypack.publish;
