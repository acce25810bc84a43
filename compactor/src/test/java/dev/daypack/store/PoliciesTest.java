package dev.daypack.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.ArchConfiguration;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.daypack.testing.Policies;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Request;

/** The policies of {@code deploy/policies} allow what the code asks of a server, and nothing else. */
class PoliciesTest {

    private static final Set<String> CLIENTS = Set.of(
            S3Client.class.getName(),
            "software.amazon.awssdk.services.s3.DelegatingS3Client",
            CountingClient.class.getName());

    private static Set<String> permissionsUsed;

    /** The permission for every operation of the SDK's client that the compiled code calls. */
    @BeforeAll
    static void readTheCode() {
        // The names of what is called are all that is asked for.
        ArchConfiguration.get().setResolveMissingDependenciesFromClassPath(false);
        Set<String> permissions = new TreeSet<>();
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests()).importPackages("dev.daypack.store").stream()
                        .flatMap(PoliciesTest::operations)
                        .forEach(operation -> permissions.add(S3Permission.of(request(operation))));
        permissionsUsed = permissions;
    }

    private static Stream<String> operations(JavaClass type) {
        return Stream.concat(type.getMethodCallsFromSelf().stream(), type.getMethodReferencesFromSelf().stream())
                .filter(access -> CLIENTS.contains(access.getTargetOwner().getName()))
                .map(JavaAccess::getName)
                .filter(PoliciesTest::isOperation);
    }

    private static boolean isOperation(String method) {
        return Stream.of(S3Client.class.getMethods())
                .anyMatch(known -> known.getName().equals(method)
                        && known.getParameterCount() > 0
                        && S3Request.class.isAssignableFrom(known.getParameterTypes()[0]));
    }

    private static Class<? extends S3Request> request(String operation) {
        String name = Character.toUpperCase(operation.charAt(0)) + operation.substring(1) + "Request";
        try {
            return Class.forName(HeadObjectRequest.class.getPackageName() + "." + name)
                    .asSubclass(S3Request.class);
        } catch (ClassNotFoundException e) {
            throw new AssertionError(operation, e);
        }
    }

    @Test
    void theyAllowWhatTheCodeCallsAndNoMore() {
        Set<String> allowed = new TreeSet<>();
        Policies.names().forEach(name -> allowed.addAll(Policies.actions(Policies.identityForm(name))));
        assertEquals(permissionsUsed, allowed);
        assertTrue(allowed.containsAll(List.of("s3:ListBucket", "s3:GetObject", "s3:PutObject")), allowed::toString);
    }

    @Test
    void aRunNeedsTwoOfThemAndThoseHaveAllThatARunCalls() {
        Set<String> run = new TreeSet<>(Policies.actions(Policies.identityForm("raw-read")));
        run.addAll(Policies.actions(Policies.identityForm("compact-write")));
        assertEquals(permissionsUsed, run);
    }

    @Test
    void theRawStoreIsOnlyRead() {
        assertEquals(Set.of("s3:GetObject", "s3:ListBucket"), Policies.actions(Policies.identityForm("raw-read")));
        assertEquals(Set.of("s3:GetObject", "s3:ListBucket"), Policies.actions(Policies.identityForm("compact-read")));
    }

    @Test
    void aCheckListsUnfinishedUploadsAndAReaderDoesNot() {
        Set<String> check = new TreeSet<>(Policies.actions(Policies.identityForm("compact-read")));
        check.add("s3:ListBucketMultipartUploads");
        assertEquals(check, Set.copyOf(Policies.actions(Policies.identityForm("compact-check"))));
    }

    @Test
    void nothingIsAllowedByWildcardOnAnotherBucketOrOnPublishedFiles() {
        for (String name : Policies.names()) {
            Policies.identityForm(name).path("Statement").forEach(statement -> {
                List<String> actions = Policies.texts(statement.path("Action"));
                assertEquals("Allow", statement.path("Effect").asText(), name);
                assertTrue(actions.stream().noneMatch(action -> action.contains("*")), name);
                for (String resource : Policies.texts(statement.path("Resource"))) {
                    String bucket = name.startsWith("raw") ? "raw-events" : "packed-events";
                    assertTrue(resource.matches("arn:aws:s3:::" + bucket + "(/.*)?"), name + ": " + resource);
                    assertFalse(
                            actions.contains("s3:DeleteObject")
                                    && (resource.endsWith("data.parquet") || resource.endsWith(bucket + "/*")),
                            name + ": " + resource);
                }
            });
        }
    }

    @Test
    void bothFormsSayTheSame() {
        for (String name : Policies.names()) {
            JsonNode bucketForm = Policies.bucketForm(name);
            bucketForm.path("Statement").forEach(statement -> {
                assertEquals(
                        "arn:aws:iam:::user/daypack",
                        statement.path("Principal").path("AWS").path(0).asText());
                ((ObjectNode) statement).remove("Principal");
            });
            assertEquals(Policies.identityForm(name), bucketForm, name);
        }
    }
}
