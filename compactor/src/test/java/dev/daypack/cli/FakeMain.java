package dev.daypack.cli;

/** The real command line over a fake application, as a process of its own: for signals, and to look at. */
final class FakeMain {

    private FakeMain() {}

    public static void main(String[] arguments) {
        FakeApplication application = new FakeApplication();
        application.stepMillis = Integer.getInteger("fake.step", 20);
        application.corrupt = true;
        Main.start(application, arguments);
    }
}
