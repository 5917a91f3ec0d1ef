package io.goalstated.lab;

/** The small documents of the wireserver (spec 01 §1.4, §4.1–§4.3). */
final class GoalStateDocuments {
    private final Platform platform;
    private final Links links;

    GoalStateDocuments(Platform platform, Links links) {
        this.platform = platform;
        this.links = links;
    }

    String versions() {
        return Xml.HEADER + """
                <Versions>
                  <Preferred><Version>2015-04-05</Version></Preferred>
                  <Supported><Version>2015-04-05</Version><Version>2012-11-30</Version></Supported>
                </Versions>
                """;
    }

    String goalState() {
        VmIdentity vm = platform.identity();
        int incarnation = platform.goals().incarnation();
        return Xml.HEADER
                + """
                <GoalState xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="goalstate10.xsd">
                  <Version>2012-11-30</Version>
                  <Incarnation>%d</Incarnation>
                  <Machine>
                    <ExpectedState>Started</ExpectedState>
                    <StopRolesDeadlineHint>300000</StopRolesDeadlineHint>
                    <LBProbePorts><Port>16001</Port></LBProbePorts>
                    <ExpectHealthReport>FALSE</ExpectHealthReport>
                  </Machine>
                  <Container>
                    <ContainerId>%s</ContainerId>
                    %s<RoleInstanceList>%s</RoleInstanceList>
                  </Container>
                </GoalState>
                """.formatted(
                                incarnation,
                                Xml.escape(vm.containerId()),
                                remoteAccess(incarnation),
                                platform.is(Switch.ROLE_INSTANCE) ? roleInstance(vm, incarnation) : "");
    }

    private String remoteAccess(int incarnation) {
        return platform.remoteUsers().isEmpty()
                        && platform.replacement(Document.REMOTE_ACCESS).isEmpty()
                ? ""
                : "<RemoteAccessInfo>" + Xml.escape(links.remoteAccess(incarnation)) + "</RemoteAccessInfo>\n    ";
    }

    private String roleInstance(VmIdentity vm, int incarnation) {
        String certificates = platform.is(Switch.CERTIFICATES)
                ? "<Certificates>" + Xml.escape(links.certificates(incarnation)) + "</Certificates>"
                : "";
        return """

                      <RoleInstance>
                        <InstanceId>%s</InstanceId>
                        <State>Started</State>
                        <Configuration>
                          <HostingEnvironmentConfig>%s</HostingEnvironmentConfig>
                          <SharedConfig>%s</SharedConfig>
                          <ExtensionsConfig>%s</ExtensionsConfig>
                          <FullConfig>%s</FullConfig>
                          %s
                          <ConfigName>%s</ConfigName>
                        </Configuration>
                      </RoleInstance>
                """.formatted(
                        Xml.escape(vm.instanceId()),
                        Xml.escape(links.config("hostingEnvironmentConfig", incarnation)),
                        Xml.escape(links.config("sharedConfig", incarnation)),
                        Xml.escape(links.config("extensionsConfig", incarnation)),
                        Xml.escape(links.config("fullConfig", incarnation)),
                        certificates,
                        Xml.escape(vm.configName()));
    }

    String hostingEnvironment() {
        return Xml.HEADER
                + """
                <HostingEnvironmentConfig version="1.0.0.0" goalStateIncarnation="%d">
                  <Deployment name="lab-deployment" guid="{%s}" incarnation="0"><Service name="lab" guid="{%2$s}"/></Deployment>
                  <Incarnation number="1" instance="lab-vm" guid="{%2$s}"/>
                  <Role guid="{%2$s}" name="lab-role" settleTimeSeconds="0"/>
                </HostingEnvironmentConfig>
                """.formatted(
                        platform.goals().incarnation(), platform.identity().deploymentId());
    }

    String sharedConfig() {
        return Xml.HEADER + """
                <SharedConfig version="1.0.0.0" goalStateIncarnation="%d">
                  <Deployment name="lab-deployment" incarnation="0"><Service name="lab"/></Deployment>
                  <Instances><Instance id="lab-vm" address="10.99.0.4"/></Instances>
                </SharedConfig>
                """.formatted(platform.goals().incarnation());
    }
}
