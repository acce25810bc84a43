package dev.daypack.sweep;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Answers with what it was asked, but for two words: one it never answers, at the other it dies. */
final class StubbornProcess {

    static final String WAIT = "wait";
    static final String DIE = "die";
    static final int EXIT_CODE = 7;

    private StubbornProcess() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws IOException {
        Lines.serve(StubbornProcess::answer);
    }

    private static List<String> answer(List<String> request) {
        if (request.get(0).equals(WAIT)) {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        if (request.get(0).equals(DIE)) {
            System.err.println("these are my last words");
            System.exit(EXIT_CODE);
        }
        System.out.println("this is no answer");
        return request;
    }
}
