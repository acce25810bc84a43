package dev.daypack.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UrlSecretsTest {

    @ParameterizedTest
    @CsvSource({
        "s3://key:secret@bucket/prefix, s3://********@bucket/prefix",
        "s3://key:sec/ret+x@bucket/prefix, s3://********@bucket/prefix",
        "s3://key@bucket, s3://********@bucket",
        "s3://key:sec/ret, s3://********",
        "s3://key:secret, s3://********",
        "http://key:1secret, http://********",
        "http://key:s@cret@host:9000/x, http://********@host:9000/x",
        "s3://b/k?X-Amz-Date=1&X-Amz-Signature=secret, s3://b/k?********",
        "s3://b/k?versionId=1&x-amz-security-token=secret, s3://b/k?versionId=1?********",
        "https://b/k?Expires=1&Signature=secret, https://b/k?Expires=1?********",
    })
    void secretsAreTakenOut(String text, String masked) {
        assertEquals(masked, UrlSecrets.masked(text));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "s3://bucket/prefix/exchange=a/part-1.parquet",
                "http://127.0.0.1:9000/path",
                "https://host",
                "file:///a/b",
                "part@home.parquet",
                "s3://bucket/what?is=this",
                ""
            })
    void whatHasNoneStaysAsItIs(String text) {
        assertEquals(text, UrlSecrets.masked(text));
        assertFalse(UrlSecrets.isSigned(text));
    }

    @Test
    void aSignedUrlIsKnown() {
        assertTrue(UrlSecrets.isSigned("s3://b/k?a=b&X-Amz-Signature=c"));
    }

    @Test
    void aSecretOfSeveralLinesIsTakenOutToo() {
        assertEquals("s3://********@bucket", UrlSecrets.masked("s3://key:sec\nret@bucket"));
    }
}
