package dev.daypack.store;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.hc.core5.http.NoHttpResponseException;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.HttpMetric;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.metrics.MetricCollection;
import software.amazon.awssdk.metrics.MetricCollector;
import software.amazon.awssdk.utils.AttributeMap;

/**
 * Sends a read again, at once, when the connection that it went by had died while nobody used it. A server that was
 * restarted leaves as many dead connections as there were live ones, and each is found out by a request that is lost on
 * it; counted as attempts, six of them would make a server that is well again unreachable. So that a server which hangs
 * up on everybody is not asked without end, no more requests are repeated than the pool held connections when an answer
 * came last. Writes are not repeated here: a lost answer says nothing of what became of them. Thread-safe.
 */
final class ReconnectingClient implements SdkHttpClient {

    private static final Set<String> READS = Set.of("GET", "HEAD");

    private final SdkHttpClient client;
    private final int connections;

    /** How many of the connections that are kept may be dead. */
    private final AtomicInteger doubtful = new AtomicInteger();

    private ReconnectingClient(SdkHttpClient client, int connections) {
        this.client = client;
        this.connections = connections;
    }

    /** Makes the client with what the service wants of it. */
    static final class Builder implements SdkHttpClient.Builder<Builder> {

        private final SdkHttpClient.Builder<?> client;
        private final int connections;

        /** @param connections of the client, at most */
        Builder(SdkHttpClient.Builder<?> client, int connections) {
            this.client = client;
            this.connections = connections;
        }

        @Override
        public SdkHttpClient buildWithDefaults(AttributeMap defaults) {
            return new ReconnectingClient(client.buildWithDefaults(defaults), connections);
        }
    }

    @Override
    public String clientName() {
        return client.clientName();
    }

    @Override
    public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        boolean isRead = READS.contains(request.httpRequest().method().name());
        return isRead ? new Read(request) : client.prepareRequest(request);
    }

    @Override
    public void close() {
        client.close();
    }

    private final class Read implements ExecutableHttpRequest {

        private final HttpExecuteRequest request;
        private volatile MetricCollector pool;
        private volatile ExecutableHttpRequest current;

        Read(HttpExecuteRequest request) {
            this.request = request;
            prepare();
        }

        private void prepare() {
            pool = MetricCollector.create("pool");
            current = client.prepareRequest(observed());
        }

        private HttpExecuteRequest observed() {
            return HttpExecuteRequest.builder()
                    .request(request.httpRequest())
                    .contentStreamProvider(request.contentStreamProvider().orElse(null))
                    .metricCollector(pool)
                    .build();
        }

        @Override
        public HttpExecuteResponse call() throws IOException {
            for (int repeated = 0; ; repeated++) {
                try {
                    HttpExecuteResponse response = current.call();
                    doubtful.set(kept(pool.collect()));
                    return response;
                } catch (IOException e) {
                    boolean again = isHungUp(e)
                            && repeated < connections
                            && !Thread.currentThread().isInterrupted()
                            && doubtful.getAndUpdate(there -> Math.max(0, there - 1)) > 0;
                    if (!again) {
                        throw e;
                    }
                    prepare();
                }
            }
        }

        @Override
        public void abort() {
            current.abort();
        }
    }

    /** Connections in the pool, in use or not. */
    private static int kept(MetricCollection pool) {
        return sum(pool.metricValues(HttpMetric.AVAILABLE_CONCURRENCY))
                + sum(pool.metricValues(HttpMetric.LEASED_CONCURRENCY));
    }

    private static int sum(List<Integer> values) {
        return values.stream().mapToInt(Integer::intValue).sum();
    }

    /** Whether there was a connection, and it ended without a word. */
    private static boolean isHungUp(IOException e) {
        return e instanceof NoHttpResponseException
                || (e instanceof SocketException
                        && !(e instanceof ConnectException)
                        && !(e instanceof NoRouteToHostException));
    }
}
