package dev.daypack.store;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

final class LocalStoreContractTest extends StoreContract {

    @TempDir
    Path directory;

    private ObjectStore store;

    @BeforeEach
    void open() {
        store = new LocalStore(directory.resolve("not/there/yet"));
    }

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    int raceRounds(Class<? extends Condition> condition) {
        return 20;
    }
}
