package dev.patchbay.local.template;

import java.util.Optional;

/** Which property, when given, names the resource instead of a generated name. */
final class PhysicalNameProperty {
    private PhysicalNameProperty() {}

    static Optional<String> of(String type) {
        return Optional.ofNullable(
                switch (type) {
                    case "AWS::Serverless::Function" -> "FunctionName";
                    case "AWS::DynamoDB::Table" -> "TableName";
                    case "AWS::SQS::Queue" -> "QueueName";
                    case "AWS::Events::Archive" -> "ArchiveName";
                    case "AWS::Logs::LogGroup" -> "LogGroupName";
                    case "AWS::CloudWatch::Alarm" -> "AlarmName";
                    case "AWS::IAM::ManagedPolicy" -> "ManagedPolicyName";
                    case "AWS::SES::EmailIdentity" -> "EmailIdentity";
                    case "AWS::Events::EventBus",
                            "AWS::Events::Rule",
                            "AWS::SecretsManager::Secret",
                            "AWS::Scheduler::Schedule",
                            "AWS::Scheduler::ScheduleGroup" -> "Name";
                    default -> null;
                });
    }
}
