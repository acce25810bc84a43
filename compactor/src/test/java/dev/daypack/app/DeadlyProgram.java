package dev.daypack.app;

import dev.daypack.cancel.Cancellation;
import dev.daypack.cli.Application;
import dev.daypack.cli.ApplicationFactory;
import dev.daypack.cli.DemoLake;
import dev.daypack.cli.Main;
import dev.daypack.cli.RunRequest;
import dev.daypack.plan.Mode;
import dev.daypack.plan.PlanOptions;
import dev.daypack.report.Progress;
import dev.daypack.report.RunReport;
import dev.daypack.settings.Settings;
import dev.daypack.store.StoreAccess;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.util.Arrays;

/**
 * The real program, on the morning of {@link SmallLake#TODAY}, with a native crash in it: the process ends on the spot
 * when it reads a part whose key contains the first argument. The other arguments are a command line; its runs die.
 */
final class DeadlyProgram implements ApplicationFactory {

    static final int KILLED = 137;

    private final Clock clock = SmallLake.onMorningOf(SmallLake.TODAY);
    private final String deadlyKey;

    private DeadlyProgram(String deadlyKey) {
        this.deadlyKey = deadlyKey;
    }

    public static void main(String[] arguments) {
        Main.start(new DeadlyProgram(arguments[0]), Arrays.copyOfRange(arguments, 1, arguments.length));
    }

    @Override
    public Application open(Settings settings) {
        Application real = new Daypack(clock).open(settings);
        return (Application) Proxy.newProxyInstance(
                Application.class.getClassLoader(), new Class<?>[] {Application.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("run")) {
                        RunRequest request = (RunRequest) arguments[0];
                        return run(settings, request, (Progress) arguments[1], (Cancellation) arguments[2]);
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    private RunReport run(Settings settings, RunRequest request, Progress progress, Cancellation cancellation) {
        try (OpenStores.Both both = new OpenStores(settings, clock).both(StoreAccess.WRITE);
                Engine engine = new Engine(settings, cancellation)) {
            PlanOptions options = PlanOptions.of(Mode.fromCommand(request.mode().toString()));
            return new Composition(settings, clock)
                    .run(new DeadlyStore(both.raw(), this::die), both.compact(), engine, progress, cancellation)
                    .run(options);
        }
    }

    private void die(String key) {
        if (key.contains(deadlyKey)) {
            Runtime.getRuntime().halt(KILLED);
        }
    }

    @Override
    public DemoLake demoLake() {
        throw new UnsupportedOperationException();
    }
}
