package dev.daypack.security;

import java.io.IOException;
import java.lang.module.ModuleDescriptor.Version;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/**
 * A line of {@code dependencies-minimum.csv}.
 *
 * @param artifact or {@code *} for all of the group
 * @param least version without the vulnerabilities
 * @param words what they are, and where that is said
 */
record Floor(String group, String artifact, String least, String vulnerabilities, String words) {

    static final Path LIST = Path.of("dependencies-minimum.csv");

    static List<Floor> all() throws IOException {
        List<Floor> floors = new ArrayList<>();
        for (String line : Files.readAllLines(LIST)) {
            if (!line.startsWith("#")) {
                String[] cells = line.split(",", 4);
                String[] name = cells[0].split(":", -1);
                floors.add(new Floor(name[0], name[1], cells[1], cells[2], cells[3]));
            }
        }
        return floors;
    }

    boolean isAbout(Library library) {
        return group.equals(library.group()) && (artifact.equals("*") || artifact.equals(library.artifact()));
    }

    boolean refuses(Library library) {
        return isAbout(library) && Version.parse(library.version()).compareTo(Version.parse(least)) < 0;
    }

    /** Each library that is older than it may be, with the reason. */
    static List<String> tooOld(Collection<Library> libraries) throws IOException {
        List<String> tooOld = new ArrayList<>();
        for (Library library : libraries) {
            for (Floor floor : all()) {
                if (floor.refuses(library)) {
                    tooOld.add(library + ": at least " + floor.least() + " for " + floor.vulnerabilities() + ", "
                            + floor.words());
                }
            }
        }
        return tooOld;
    }

    /** Libraries of which nobody has looked up anything. */
    static List<Library> withoutALine(Collection<Library> libraries) throws IOException {
        List<Floor> floors = all();
        return libraries.stream()
                .filter(library -> floors.stream().noneMatch(floor -> floor.isAbout(library)))
                .toList();
    }
}
