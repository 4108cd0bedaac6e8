"""Transforms template.yaml as SAM does when it deploys, once for each set of parameters on standard input, and prints the templates as JSON.

With --flat, the resources of nested stacks take the place of the stacks, with the parent's values for parameters and the nested values for
outputs: what CloudFormation creates, as one template."""

import functools
import json
import re
import sys
from pathlib import Path

import boto3
import cfnlint.decode
from cfnlint.template import Template
from samtranslator.parser.parser import Parser
from samtranslator.translator.translator import Translator
from samtranslator.yaml_helper import yaml_parse

STACK = "AWS::CloudFormation::Stack"
BUCKET = "https://s3.eu-central-1.amazonaws.com/bucket/"
PLACEHOLDER = re.compile(r"\$\{([^!}][^}]*)}")


def transformed(path, parameters):
    template = yaml_parse(path.read_text())
    for resource in template["Resources"].values():
        # As `sam package` leaves them.
        if resource["Type"] == "AWS::Serverless::Function":
            resource["Properties"]["CodeUri"] = "s3://bucket/" + resource["Properties"]["CodeUri"].replace("/", "-")
        if resource["Type"] == STACK:
            resource["Properties"]["TemplateURL"] = BUCKET + resource["Properties"]["TemplateURL"]
    session = boto3.Session(region_name="eu-central-1")
    return Translator({}, Parser(), boto_session=session).translate(template, parameters)


@functools.cache
def nested(path):
    """A template without its loops, which cfn-lint unrolls as AWS::LanguageExtensions does."""
    decoded, problems = cfnlint.decode.decode(str(path))
    template = Template(str(path), decoded, ["eu-central-1"])
    problems += template.transform()
    if problems:
        sys.exit(f"{path}: {problems}")
    return json.loads(json.dumps(template.template))


def replaced(value, substitute):
    """The value with each reference replaced: substitute takes a name, or a name and an attribute, and returns None for others."""
    if isinstance(value, list):
        return [replaced(element, substitute) for element in value]
    if not isinstance(value, dict):
        return value
    if set(value) == {"Ref"}:
        found = substitute(value["Ref"])
        return value if found is None else found
    if set(value) == {"Fn::GetAtt"}:
        attribute = value["Fn::GetAtt"]
        found = substitute(*(attribute.split(".", 1) if isinstance(attribute, str) else attribute))
        return value if found is None else found
    if set(value) == {"Fn::Sub"}:
        return substituted(value["Fn::Sub"], substitute)
    return {key: replaced(element, substitute) for key, element in value.items()}


def substituted(sub, substitute):
    text, own = (sub, {}) if isinstance(sub, str) else sub
    variables = {name: replaced(element, substitute) for name, element in own.items()}
    for name in PLACEHOLDER.findall(text):
        found = None if name in own else substitute(*name.split(".", 1))
        if isinstance(found, str):
            text = text.replace("${" + name + "}", found)
        elif found is not None:
            variables[re.sub(r"\W", "", name)] = found
            text = text.replace("${" + name + "}", "${" + re.sub(r"\W", "", name) + "}")
    return {"Fn::Sub": [text, variables] if variables else text}


def flat(template, folder):
    outputs = {}
    for id in [id for id, resource in template["Resources"].items() if resource["Type"] == STACK]:
        properties = template["Resources"].pop(id)["Properties"]
        child = nested(folder / properties["TemplateURL"].removeprefix(BUCKET))
        given = properties.get("Parameters", {})
        unknown = given.keys() - child["Parameters"].keys()
        values = {name: given.get(name, declared.get("Default")) for name, declared in child["Parameters"].items()}
        if unknown or None in values.values():
            sys.exit(f"{id}: it has no parameter {unknown}, or one without a value: {values}")
        # Lists are given as texts.
        lists = [name for name, declared in child["Parameters"].items() if "List" in declared["Type"]]
        values |= {name: {"Fn::Split": [",", values[name]]} for name in lists}
        child = replaced(child, lambda name, attribute=None: None if attribute else values.get(name))
        for section in ["Resources", "Conditions"]:
            for name, body in child.get(section, {}).items():
                if template.setdefault(section, {}).setdefault(name, body) != body:
                    sys.exit(f"{id}: {name} is in two templates")
        outputs |= {(id, "Outputs." + name): body["Value"] for name, body in child.get("Outputs", {}).items()}
    while any(f'"{id}", "{output}"' in json.dumps(template) or f"${{{id}.{output}}}" in json.dumps(template) for id, output in outputs):
        template = replaced(template, lambda name, attribute=None: outputs.get((name, attribute)))
    return template


file = Path(sys.argv[-1])
templates = [transformed(file, parameters) for parameters in json.load(sys.stdin)]
json.dump([flat(template, file.parent) for template in templates] if "--flat" in sys.argv else templates, sys.stdout)
