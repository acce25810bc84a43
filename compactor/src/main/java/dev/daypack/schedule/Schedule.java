package dev.daypack.schedule;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.quartz.CronScheduleBuilder;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobBuilder;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Runs a job at the times of a cron expression, UTC, and never twice at once. Times that go by while a run is under
 * way, or went by since the last completion before the start, are made up for by one run, at once.
 *
 * <p>Quartz fires by the system clock. Its threads are daemons: the thread that calls {@link #awaitStop} keeps the
 * program alive. Thread-safe; started once and stopped for good.
 */
public final class Schedule {

    /** 02:30 UTC every day: a day's last parts have arrived by then. */
    public static final String DEFAULT_CRON = "0 30 2 * * ?";

    /** A time missed by more than this is fired once, together with all others that were missed. */
    private static final Duration MISFIRE_THRESHOLD = Duration.ofSeconds(1);

    private final CronTimes times;
    private final ScheduledJob job;
    private final Optional<Instant> lastCompletion;
    private final Clock clock;
    private final Consumer<String> lines;
    private final Consumer<Throwable> failures;
    private final Scheduler quartz;
    private final RunGate gate = new RunGate();
    private final CountDownLatch stopped = new CountDownLatch(1);

    /**
     * @param cron six or seven fields as Quartz reads them; see {@link #DEFAULT_CRON}
     * @param lastCompletion when the job last came to an end, as far as is known; empty: nothing counts as missed
     * @param clock the system's, for all but tests of what was missed
     * @param lines takes one line for the operator at a time: when the next run is due, and that a missed one is made
     *     up for
     * @param failures takes whatever a run throws; called in the thread of the run
     * @throws BadCronException if the expression is none, or names no time to come
     */
    public Schedule(
            String cron,
            ScheduledJob job,
            Optional<Instant> lastCompletion,
            Clock clock,
            Consumer<String> lines,
            Consumer<Throwable> failures) {
        this.times = new CronTimes(cron);
        this.job = job;
        this.lastCompletion = lastCompletion;
        this.clock = clock;
        this.lines = lines;
        this.failures = failures;
        if (nextFireTime().isEmpty()) {
            throw times.neverAgain(clock.instant());
        }
        this.quartz = newQuartz();
    }

    /** Begins to fire. A missed time fires at once. */
    public void start() {
        Instant now = clock.instant();
        Optional<Instant> missed = lastCompletion.flatMap(last -> times.firstMissed(last, now));
        missed.ifPresent(due -> lines.accept("schedule: missed " + due + ", running now"));
        try {
            quartz.scheduleJob(
                    JobBuilder.newJob(Firing.class).withIdentity("daypack").build(),
                    trigger(missed.or(this::nextFireTime).orElseThrow(() -> times.neverAgain(now))));
            sayNext();
            quartz.start();
        } catch (SchedulerException broken) {
            throw new IllegalStateException("the schedule does not start", broken);
        }
    }

    /** The next time the cron expression names, whether or not a run is under way; empty if there is none any more. */
    public Optional<Instant> nextFireTime() {
        return times.nextAfter(clock.instant());
    }

    /** Waits until {@link #stop} has done its work. */
    public void awaitStop() throws InterruptedException {
        stopped.await();
    }

    /**
     * Fires no more, tells a run under way to stop, and waits for its end. May be called again, and from any thread but
     * that of the run, which it would wait for.
     *
     * @param grace how long to wait at most
     * @return whether no run is under way any more
     */
    public boolean stop(Duration grace) throws InterruptedException {
        gate.close();
        try {
            quartz.standby();
            return gate.awaitIdle(grace);
        } catch (SchedulerException broken) {
            throw new IllegalStateException("the schedule does not stop", broken);
        } finally {
            shutDown();
        }
    }

    private void shutDown() {
        try {
            // Does not wait: a run that outstays its grace ends with the program.
            quartz.shutdown(false);
        } catch (SchedulerException broken) {
            throw new IllegalStateException("the schedule does not stop", broken);
        } finally {
            stopped.countDown();
        }
    }

    private void runOnce() {
        if (!gate.enter()) {
            return;
        }
        try {
            job.run(gate::isClosed);
        } catch (Throwable anything) {
            // An Error too: it ends this run, and the next one is due all the same.
            failures.accept(anything);
        } finally {
            gate.leave();
        }
        if (!gate.isClosed()) {
            sayNext();
        }
    }

    private void sayNext() {
        lines.accept(nextFireTime()
                .map(next -> "schedule: next run at " + next)
                .orElse("schedule: no further run, schedule.cron names no later time"));
    }

    /** Starts at a time that the expression names, which so becomes the first to fire, though it may have gone by. */
    private Trigger trigger(Instant first) {
        return TriggerBuilder.newTrigger()
                .withIdentity("daypack")
                .startAt(Date.from(first))
                .withSchedule(CronScheduleBuilder.cronSchedule(times.expression())
                        .withMisfireHandlingInstructionFireAndProceed())
                .build();
    }

    private Scheduler newQuartz() {
        Properties settings = new Properties();
        // Quartz keeps schedulers by name for the whole program.
        settings.setProperty("org.quartz.scheduler.instanceName", "daypack-" + UUID.randomUUID());
        settings.setProperty("org.quartz.scheduler.threadName", "daypack-schedule");
        settings.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        settings.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        settings.setProperty("org.quartz.threadPool.threadCount", "1");
        settings.setProperty("org.quartz.threadPool.threadNamePrefix", "daypack-run");
        settings.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        settings.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        settings.setProperty("org.quartz.jobStore.misfireThreshold", Long.toString(MISFIRE_THRESHOLD.toMillis()));
        try {
            Scheduler scheduler = new StdSchedulerFactory(settings).getScheduler();
            scheduler.setJobFactory((fired, ignored) -> new Firing(this));
            return scheduler;
        } catch (SchedulerException broken) {
            throw new IllegalStateException("the schedule cannot be set up", broken);
        }
    }

    /** What Quartz makes anew for each firing. */
    @DisallowConcurrentExecution
    private static final class Firing implements Job {
        private final Schedule schedule;

        private Firing(Schedule schedule) {
            this.schedule = schedule;
        }

        @Override
        public void execute(JobExecutionContext fired) {
            schedule.runOnce();
        }
    }
}
