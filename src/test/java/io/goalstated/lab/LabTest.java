package io.goalstated.lab;

import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A fake platform for each test, and the requests that agents send to it. */
abstract class LabTest {
    static final String[] WIRE = {"x-ms-agent-name", "WALinuxAgent", "x-ms-version", "2012-11-30"};

    final Client client = new Client();
    final Vertx vertx = Vertx.vertx();
    FakeAzure azure;

    @BeforeEach
    final void start() throws Exception {
        azure = Client.await(FakeAzure.start(vertx));
    }

    @AfterEach
    final void stop() throws Exception {
        Client.await(azure.close());
        Client.await(vertx.close());
    }

    final String wire(String pathAndQuery) {
        return azure.addresses().wire().url() + pathAndQuery;
    }

    final String hostPlugin(String path) {
        return azure.addresses().hostPlugin().url() + path;
    }

    final String blob(String path) {
        return azure.addresses().blob().url() + path;
    }

    final String goalState() throws Exception {
        return client.get(wire("/machine/?comp=goalstate"), WIRE).body();
    }

    /** The document that the goal state names in that element. */
    final HttpResponse<String> linked(String element, String... headers) throws Exception {
        return client.get(element(goalState(), element), headers.length == 0 ? WIRE : headers);
    }

    final String[] hostHeaders(String... more) {
        String[] own = {
            "x-ms-version",
            "2015-09-01",
            "x-ms-containerid",
            azure.containerId(),
            "x-ms-host-config-name",
            azure.configName()
        };
        String[] all = Arrays.copyOf(own, own.length + more.length);
        System.arraycopy(more, 0, all, own.length, more.length);
        return all;
    }

    static String element(String xml, String name) {
        int start = xml.indexOf(">", xml.indexOf("<" + name)) + 1;
        return xml.substring(start, xml.indexOf("</" + name + ">", start))
                .strip()
                .replace("&amp;", "&");
    }
}
