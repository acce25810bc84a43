package dev.daypack.kills;

import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import java.util.Map;
import java.util.Set;

/** The stores that are raced for, seen by the hosts and by the test. */
interface Site extends AutoCloseable {

    /** For messages and directories. */
    String name();

    /** The settings that take the program on a host to its stores. */
    Map<String, String> environment(int host);

    /** What was seen of a host's run. */
    Sightings sightings(int host);

    /** The compact store, not by way of any host. */
    ObjectStore compact(StoreAccess access);

    /** The raw store, to be written by collectors. */
    ObjectStore raw();

    /** The phases at which runs are aimed to be killed. */
    Set<Phase> phases();

    /** Those of them which are told so well that it is certain that they can be met. */
    Set<Phase> certainPhases();

    /** Whether there is a server. */
    boolean hasServer();

    /** Kills the server, and starts it again a little later on what it has stored. */
    void crashServer() throws InterruptedException;

    @Override
    void close();
}
