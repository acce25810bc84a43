/**
 * Documents as JSON: parsing with limits and places, writing in a fixed form. What a document means belongs to the
 * package that owns it.
 */
package dev.daypack.json;
