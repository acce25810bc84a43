package dev.daypack.cancel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CancellationTest {

    private final Cancellation cancellation = new Cancellation();
    private final List<String> heard = new ArrayList<>();

    @Test
    void callbacksRunOnceInTheirOrder() {
        cancellation.onCancel(() -> heard.add("first"));
        cancellation.onCancel(() -> heard.add("second"));
        assertFalse(cancellation.isCancelled());
        cancellation.cancel();
        cancellation.cancel();
        assertTrue(cancellation.isCancelled());
        assertEquals(List.of("first", "second"), heard);
    }

    @Test
    void aClosedRegistrationHearsNothing() {
        cancellation.onCancel(() -> heard.add("closed")).close();
        cancellation.cancel();
        assertEquals(List.of(), heard);
    }

    @Test
    void whoComesTooLateHearsItAtOnce() {
        cancellation.cancel();
        cancellation.onCancel(() -> heard.add("late")).close();
        assertEquals(List.of("late"), heard);
    }

    @Test
    void workThatAsksIsStopped() {
        cancellation.throwIfCancelled();
        cancellation.cancel();
        assertThrows(CancelledException.class, cancellation::throwIfCancelled);
    }
}
