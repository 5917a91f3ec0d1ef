package io.goalstated.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

class TelemetryTest extends LabTest {
    private static final String BODY = "<?xml version=\"1.0\"?><TelemetryData version=\"1.0\"><Provider id=\"P\">"
            + "<Event id=\"1\"><![CDATA[<Param Name=\"Operation\" Value='say \"x\"' T=\"mt:wstr\" />"
            + "<Param Name=\"Duration\" Value=\"5\" T=\"mt:uint64\" />]]></Event>"
            + "<Event id=\"7\"><![CDATA[<Param Name=\"Context1\" Value=\"a&#10;b\" T=\"mt:wstr\" />]]></Event>"
            + "</Provider></TelemetryData>";

    @Test
    void events_are_recorded_one_by_one() throws Exception {
        assertThat(post("/machine?comp=telemetrydata", BODY).statusCode()).isEqualTo(200);

        assertThat(azure.telemetry().all()).hasSize(2);
        TelemetryRecord first = azure.telemetry().all().get(0);
        assertThat(first.provider()).isEqualTo("P");
        assertThat(first.isOperation("say \"x\"")).isTrue();
        assertThat(first.types()).containsEntry("Duration", "mt:uint64");
        assertThat(azure.telemetry().all().get(1).value("Context1")).isEqualTo("a\nb");
    }

    @Test
    void what_the_wireserver_would_not_understand_is_refused() throws Exception {
        assertThat(post("/machine/?comp=telemetrydata", BODY.replace("]]>", "")).statusCode())
                .isEqualTo(400);
        assertThat(post("/machine/?comp=telemetrydata", BODY.replace("id=\"7\"", ""))
                        .statusCode())
                .isEqualTo(400);

        assertThat(azure.telemetry().all()).isEmpty();
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return client.post(
                wire(path),
                body,
                "x-ms-agent-name",
                "WALinuxAgent",
                "x-ms-version",
                "2012-11-30",
                "Content-Type",
                "text/xml;charset=utf-8");
    }
}
