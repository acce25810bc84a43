package dev.daypack.settings;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SettingKeysTest {

    @Test
    void namesAndVariablesAreUnique() {
        Set<String> names = new HashSet<>();
        for (SettingKey<?> key : SettingKeys.all()) {
            assertTrue(names.add(key.name()), key.name());
            assertTrue(names.add(key.environmentName()), key.environmentName());
        }
        assertEquals("DAYPACK_RAW_PATH_STYLE", SettingKeys.RAW.pathStyle.environmentName());
    }

    @Test
    void everyDefaultIsAllowed() {
        for (SettingKey<?> key : SettingKeys.all()) {
            key.defaultText().ifPresent(text -> key.parse(new GivenValue(key.name(), text, Origin.DEFAULT)));
            assertTrue(key.meaning().endsWith("."), key.name());
        }
    }

    @Test
    void onlyTheKeysOfStoresAreSecrets() {
        List<String> secrets = SettingKeys.all().stream()
                .filter(SettingKey::isSecret)
                .map(SettingKey::name)
                .toList();
        assertEquals(List.of("raw.access-key", "raw.secret-key", "compact.access-key", "compact.secret-key"), secrets);
    }

    @Test
    void theNearestNameIsFoundIfAnyIsNear() {
        assertEquals(
                "memory", NearestName.to("memroy", List.of("memory", "workers")).orElseThrow());
        assertTrue(NearestName.to("xyzzy", List.of("memory", "workers")).isEmpty());
        assertEquals(3, NearestName.distance("kitten", "sitting"));
    }
}
