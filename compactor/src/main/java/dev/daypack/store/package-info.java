/**
 * Objects under one root, local or in S3, with conditional writes: {@link dev.daypack.store.ObjectStore} says what
 * each method promises. The only package that knows AWS. What the objects mean belongs above.
 */
package dev.daypack.store;
