package dev.daypack.app;

import dev.daypack.compact.Futures;
import dev.daypack.input.Part;
import dev.daypack.input.Table;
import dev.daypack.prefetch.FetchMemory;
import dev.daypack.prefetch.ReadAhead;
import dev.daypack.store.ObjectStore;
import dev.daypack.store.StoreAccess;
import dev.daypack.store.StoreUrl;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** The files that a plain merge reads, with their stores; read ahead if one of them is at a distance. */
final class MergeInputs implements AutoCloseable {

    private final Map<StoreUrl, ObjectStore> stores = new LinkedHashMap<>();
    private List<Part> parts = List.of();
    private Optional<ReadAhead> ahead = Optional.empty();

    private MergeInputs() {}

    /**
     * @param names as the user wrote them
     * @throws dev.daypack.cli.UsageException if one of them is not there
     */
    static MergeInputs open(List<String> names, OpenStores opener, Engine engine) {
        MergeInputs inputs = new MergeInputs();
        boolean isOpen = false;
        try {
            inputs.look(names, opener, engine);
            isOpen = true;
            return inputs;
        } finally {
            if (!isOpen) {
                inputs.close();
            }
        }
    }

    private void look(List<String> names, OpenStores opener, Engine engine) {
        List<CompletableFuture<Part>> looks = new ArrayList<>();
        for (String name : names) {
            StoreUrl.Located file = DaypackApplication.located(name);
            ObjectStore store = stores.computeIfAbsent(file.store(), url -> opener.plain(url, StoreAccess.READ));
            looks.add(CompletableFuture.supplyAsync(() -> StoredParts.of(store, file.key(), name), engine.io()));
        }
        parts = looks.stream().map(Futures::await).toList();
        if (stores.keySet().stream().anyMatch(StoreUrl.Bucket.class::isInstance)) {
            ReadAhead reader = new ReadAhead(
                    parts, engine.io(), new FetchMemory(engine.bench().pool()));
            ahead = Optional.of(reader);
            parts = reader.parts();
        }
    }

    List<Part> parts() {
        return parts;
    }

    /** For what is fetched before it is read, at most. */
    long aheadBytes(long memoryBytes) {
        return ahead.isPresent() ? FetchMemory.limitBytes(memoryBytes) : 0;
    }

    /** In the order in which they were opened. */
    List<ObjectStore> stores() {
        return List.copyOf(stores.values());
    }

    /** The table of the files' footers tells what will be read of them. */
    void expect(Table table) {
        ahead.ifPresent(it -> it.expect(table));
    }

    @Override
    public void close() {
        ahead.ifPresent(ReadAhead::close);
        stores.values().forEach(ObjectStore::close);
    }
}
