package dev.daypack.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/**
 * Draws a recording of the JVM's flight recorder as a flame graph: width is the share of samples, one frame stands on
 * the frame that called it. Samples in native code, such as that of the codecs, are counted like others; the JVM's own
 * threads (compiler, collector) are not in a recording.
 */
public final class FlameGraph {

    private static final double WIDTH = 1600;
    private static final double ROW = 17;
    private static final double HEAD = 30;

    /** Narrower frames cannot be seen. */
    private static final double LEAST_WIDTH = 1.2;

    private static final double LETTER = 6.6;

    private static final class Frame {
        final Map<String, Frame> callees = new TreeMap<>();
        long samples;

        int depth() {
            return 1 + callees.values().stream().mapToInt(Frame::depth).max().orElse(0);
        }
    }

    private final Frame root = new Frame();
    private final StringBuilder svg = new StringBuilder();

    private FlameGraph() {}

    /** @param arguments recording, SVG file, title */
    public static void main(String... arguments) throws IOException {
        FlameGraph graph = new FlameGraph();
        try (RecordingFile recording = new RecordingFile(Path.of(arguments[0]))) {
            while (recording.hasMoreEvents()) {
                graph.add(recording.readEvent());
            }
        }
        Files.writeString(Path.of(arguments[1]), graph.draw(arguments[2]));
    }

    private void add(RecordedEvent event) {
        boolean isSample = event.getEventType().getName().equals("jdk.ExecutionSample")
                || event.getEventType().getName().equals("jdk.NativeMethodSample");
        if (!isSample || event.getStackTrace() == null || isIdle(event)) {
            return;
        }
        root.samples++;
        Frame at = root;
        List<RecordedFrame> frames = event.getStackTrace().getFrames();
        for (int i = frames.size() - 1; i >= 0; i--) {
            at = at.callees.computeIfAbsent(name(frames.get(i).getMethod()), unused -> new Frame());
            at.samples++;
        }
    }

    /** Threads that wait in native code, for a connection or a signal, are sampled too. */
    private static boolean isIdle(RecordedEvent event) {
        RecordedMethod top = event.getStackTrace().getFrames().get(0).getMethod();
        return List.of("park", "wait0", "accept", "poll", "epollWait", "socketAccept").contains(top.getName());
    }

    private static String name(RecordedMethod method) {
        String type = method.getType().getName();
        int lambda = type.indexOf("$$Lambda");
        String shown = lambda < 0 ? type : type.substring(0, lambda) + "$lambda";
        return shown.substring(shown.lastIndexOf('.') + 1) + "." + method.getName();
    }

    private String draw(String title) {
        double height = HEAD + ROW * root.depth();
        svg.append(String.format(
                Locale.ROOT,
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %.0f %.0f\" font-family=\"monospace\""
                        + " font-size=\"11\">%n<rect width=\"100%%\" height=\"100%%\" fill=\"#fff\"/>%n"
                        + "<text x=\"6\" y=\"19\" font-size=\"14\">%s, %,d samples</text>%n",
                WIDTH, height, escaped(title), root.samples));
        draw(root, 0, height, 0);
        return svg.append("</svg>\n").toString();
    }

    /** Draws what a frame called, on top of it. */
    private void draw(Frame caller, double left, double height, int depth) {
        double x = left;
        for (Map.Entry<String, Frame> callee : caller.callees.entrySet()) {
            double width = WIDTH * callee.getValue().samples / root.samples;
            if (width >= LEAST_WIDTH) {
                box(callee.getKey(), callee.getValue(), x, height - ROW * (depth + 1), width);
                draw(callee.getValue(), x, height, depth + 1);
            }
            x += width;
        }
    }

    private void box(String name, Frame frame, double x, double y, double width) {
        int letters = (int) ((width - 4) / LETTER);
        String text = letters < 3 ? "" : name.length() <= letters ? name : name.substring(0, letters - 1) + "\u2026";
        svg.append(String.format(
                Locale.ROOT,
                "<g><title>%s: %,d samples, %.1f %%</title><rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.0f\""
                        + " fill=\"%s\"/><text x=\"%.1f\" y=\"%.1f\">%s</text></g>%n",
                escaped(name), frame.samples, 100.0 * frame.samples / root.samples, x, y, width - 0.5, ROW - 1,
                color(name), x + 2, y + 12, escaped(text)));
    }

    private static String color(String name) {
        if (name.startsWith("Zstd") || name.startsWith("Snappy")) {
            return "#f4b183";
        }
        int shade = Math.floorMod(name.hashCode(), 40);
        return String.format("#%02x%02x%02x", 250 - shade / 2, 215 - shade, 140 + shade / 2);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    }
}
