/**
 * The composition: settings become stores, engine and run here, by constructors, and nowhere else. No decision about
 * data belongs here. {@link dev.daypack.app.DaypackApplication} is what the command line talks to.
 */
package dev.daypack.app;
