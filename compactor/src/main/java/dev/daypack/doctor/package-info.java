/**
 * {@code daypack doctor}: looks this host, the settings and the stores over, and says of each thing whether it is well
 * and what to do if not. Changes nothing but what a probe writes and removes.
 */
package dev.daypack.doctor;
