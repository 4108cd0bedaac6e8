package dev.patchbay.local.template;

import java.net.URI;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code Ref} and {@code GetAtt} give for each kind of resource.
 *
 * @param stack the stack's name, the first part of every generated name
 * @param region the AWS region
 * @param account twelve digits
 * @param awsEndpoint where queues are reached, the origin of a queue's URL
 * @param keyIds ids of KMS keys by logical id; the service chooses them, so they are known only once the keys exist
 */
public record PhysicalIds(String stack, String region, String account, URI awsEndpoint, Map<String, String> keyIds) {

    public PhysicalIds {
        keyIds = Map.copyOf(keyIds);
    }

    public PhysicalIds withKeyIds(Map<String, String> ids) {
        return new PhysicalIds(stack, region, account, awsEndpoint, ids);
    }

    /** The ids of a stack that this one nests. */
    PhysicalIds nested(String logicalId) {
        return new PhysicalIds(generatedName(logicalId), region, account, awsEndpoint, keyIds);
    }

    String generatedName(String logicalId) {
        return stack + "-" + logicalId;
    }

    String arn(String service, String resource) {
        return "arn:aws:" + service + ":" + region + ":" + account + ":" + resource;
    }

    /** The value of {@code Ref}, or nothing for a type that the local stack does not know. */
    Optional<String> reference(String type, String logicalId, String name) {
        return Optional.ofNullable(
                switch (type) {
                    case "AWS::Serverless::Function",
                            "AWS::DynamoDB::Table",
                            "AWS::Events::EventBus",
                            "AWS::Events::Rule",
                            "AWS::Events::Archive",
                            "AWS::Logs::LogGroup",
                            "AWS::CloudWatch::Alarm",
                            "AWS::SES::EmailIdentity",
                            "AWS::Serverless::HttpApi",
                            "AWS::Scheduler::ScheduleGroup",
                            "AWS::Scheduler::Schedule" -> name;
                    case "AWS::SQS::Queue" -> awsEndpoint + "/" + account + "/" + name;
                    case "AWS::KMS::Key" -> keyIds.getOrDefault(logicalId, logicalId);
                    case "AWS::SecretsManager::Secret" -> arn("secretsmanager", "secret:" + name);
                    case "AWS::IAM::ManagedPolicy" -> "arn:aws:iam::" + account + ":policy/" + name;
                    default -> null;
                });
    }

    /** The value of {@code GetAtt}, or nothing for an attribute that the local stack does not know. */
    Optional<String> attribute(String type, String logicalId, String name, String attribute) {
        return Optional.ofNullable(
                switch (type + "." + attribute) {
                    // Each JVM is its own version: an alias is the function itself.
                    case "AWS::Serverless::Function.Arn", "AWS::Serverless::Function.Alias" ->
                        arn("lambda", "function:" + name);
                    case "AWS::DynamoDB::Table.Arn" -> arn("dynamodb", "table/" + name);
                    // The stream's own label is known only to the table; event sources look it up by the table's name.
                    case "AWS::DynamoDB::Table.StreamArn" -> arn("dynamodb", "table/" + name + "/stream/latest");
                    case "AWS::SQS::Queue.Arn" -> arn("sqs", name);
                    case "AWS::SQS::Queue.QueueUrl" -> awsEndpoint + "/" + account + "/" + name;
                    case "AWS::SQS::Queue.QueueName", "AWS::Events::EventBus.Name" -> name;
                    case "AWS::Events::EventBus.Arn" -> arn("events", "event-bus/" + name);
                    case "AWS::Events::Rule.Arn" -> arn("events", "rule/" + name);
                    case "AWS::KMS::Key.Arn" -> arn("kms", "key/" + keyIds.getOrDefault(logicalId, logicalId));
                    case "AWS::KMS::Key.KeyId" -> keyIds.getOrDefault(logicalId, logicalId);
                    case "AWS::Logs::LogGroup.Arn" -> arn("logs", "log-group:" + name + ":*");
                    case "AWS::SecretsManager::Secret.Id" -> arn("secretsmanager", "secret:" + name);
                    default -> null;
                });
    }
}
