"""Transforms template.yaml as SAM does when it deploys, once for each set of parameters on standard input, and prints the templates as JSON."""

import json
import sys

import boto3
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse


def transformed(path, parameters):
    with open(path) as file:
        template = yaml_parse(file.read())
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Serverless::Function":
            # As `sam package` leaves it.
            resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["CodeUri"].replace("/", "-")
    session = boto3.Session(region_name="eu-central-1")
    return Translator({}, Parser(), boto_session=session).translate(template, parameters)


json.dump([transformed(sys.argv[1], parameters) for parameters in json.load(sys.stdin)], sys.stdout)
