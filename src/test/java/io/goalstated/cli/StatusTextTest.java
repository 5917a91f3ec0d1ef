package io.goalstated.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.goalstated.json.Json;
import io.goalstated.json.MalformedJson;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StatusTextTest {
    @Test
    void everything_is_well_when_nothing_has_failed() throws MalformedJson {
        assertThat(StatusText.isHealthy(Json.parse("""
                {
                  "goalState": {"id": "7", "code": 0, "message": "GoalState 7 complete"},
                  "polling": {"lastAnswerSeconds": 1},
                  "report": {"lastUploadSeconds": 2},
                  "provisioning": {"state": "done"},
                  "extensions": [{"name": "A.B", "handlerStatus": "Ready", "status": "success", "code": 0}]
                }
                """))).isTrue();
    }

    @Test
    void before_the_first_goal_state_nothing_has_failed_yet() throws MalformedJson {
        assertThat(StatusText.isHealthy(Json.parse("{\"goalState\": {}, \"polling\": {}, \"report\": {}}")))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"goalState\": {\"id\": \"7\", \"code\": 2003, \"message\": \"unsupported features\"}}",
                "{\"goalState\": {\"id\": \"7\", \"code\": -1}}",
                "{\"report\": {\"lastError\": \"storage answers 403\"}}",
                "{\"polling\": {\"lastError\": \"no answer\"}}",
                "{\"provisioning\": {\"state\": \"failed\"}}",
                "{\"extensions\": [{\"handlerStatus\": \"NotReady\"}]}",
                "{\"extensions\": [{\"handlerStatus\": \"Ready\", \"status\": \"error\"}]}",
            })
    void what_has_failed_is_not_well(String status) throws MalformedJson {
        assertThat(StatusText.isHealthy(Json.parse(status))).isFalse();
    }
}
