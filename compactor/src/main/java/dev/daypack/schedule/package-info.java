/** When the daemon runs, and that it never runs twice at once. The only package that knows Quartz. */
package dev.daypack.schedule;
