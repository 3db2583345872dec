"""The encoder as an ONNX graph, written out node by node: `input_ids` [1, n] -> `logit` [1], `evidence` [n - 2].

Where it has an exit, also `early` [n - 2]: what the layers up to there make of the evidence.

Written by hand rather than traced, so that the graph holds what an inference needs and nothing else: constants are
folded (token type into positions, 1 / sqrt(d) into the query), attention is plain nodes that every backend has, and
there is neither batch nor mask.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt
import onnx
from onnx import TensorProto, helper, numpy_helper

from telltale_training.model import MAX_TOKENS, Encoder

OPSET = 20  # the first with Gelu
ORT_DOMAIN = "com.microsoft"  # of onnxruntime's own nodes; only int8 needs one, and every build has it
IR_VERSION = 10  # what onnxruntime-web reads

Array = npt.NDArray[np.generic]
Floats = npt.NDArray[np.float32]


class Graph:
    """Nodes and constants; every method returns the name of its result."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._outputs: list[onnx.ValueInfoProto] = []

    def constant(self, name: str, value: Array) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(value), name)
        return name

    def add(self, kind: str, *inputs: str, name: str, outputs: int = 1, **attributes: object) -> str:
        results = [name] if outputs == 1 else [f"{name}.{i}" for i in range(outputs)]
        self._nodes.append(helper.make_node(kind, list(inputs), results, name=name, **attributes))
        return name

    def output(self, name: str, size: int | str) -> None:
        self._outputs.append(helper.make_tensor_value_info(name, TensorProto.FLOAT, [size]))

    def model(self) -> onnx.ModelProto:
        graph = helper.make_graph(
            self._nodes,
            "telltale",
            [helper.make_tensor_value_info("input_ids", TensorProto.INT32, [1, "n"])],
            self._outputs,
            list(self._constants.values()),
        )
        opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid(ORT_DOMAIN, 1)]
        return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


class Arithmetic(Protocol):
    """How a graph multiplies by weights and looks up words: in float32, or in int8."""

    def linear(self, graph: Graph, x: str, name: str, weight: Floats, bias: Floats) -> str: ...

    def words(self, graph: Graph, ids: str, table: Floats) -> str: ...


class Float32:
    def linear(self, graph: Graph, x: str, name: str, weight: Floats, bias: Floats) -> str:
        product = graph.add("MatMul", x, graph.constant(f"{name}.weight", weight), name=f"{name}.matmul")
        return graph.add("Add", product, graph.constant(f"{name}.bias", bias), name=name)

    def words(self, graph: Graph, ids: str, table: Floats) -> str:
        return graph.add("Gather", graph.constant("words", table), ids, name="word_vectors")


EARLY = ".early"  # ends the names of outputs that come before the last layer, in the layers' order


@dataclass(frozen=True)
class Exit:
    """A head on the hidden states after a layer, counted from 0."""

    layer: int
    weight: Floats  # [1, hidden]
    bias: Floats  # [1]


def encoder_graph(encoder: Encoder, arithmetic: Arithmetic, exits: Sequence[Exit] = ()) -> onnx.ModelProto:
    g = Graph()
    weight = {name: tensor.detach().cpu().numpy() for name, tensor in encoder.state_dict().items()}
    heads, hidden = encoder.shape.heads, encoder.shape.hidden
    one = g.constant("one", np.array([1], np.int64))
    first_axis = g.constant("first_axis", np.array([0], np.int64))

    def norm(x: str, name: str) -> str:
        scale = g.constant(f"{name}.weight", weight[f"{name}.weight"])
        bias = g.constant(f"{name}.bias", weight[f"{name}.bias"])
        return g.add("LayerNormalization", x, scale, bias, name=name, axis=-1, epsilon=1e-12)

    minus_one = g.constant("minus_one", np.array([-1], np.int64))

    def evidence(x: str, head: str, result: str, weight: Floats, bias: Floats) -> None:
        """One number per token, without [CLS] and [SEP]."""
        content = g.add("Slice", x, one, minus_one, first_axis, name=f"{head}.content")
        column = g.add("MatMul", content, g.constant(f"{head}.weight", weight.T), name=f"{head}.matmul")
        biased = g.add("Add", column, g.constant(f"{head}.bias", bias), name=head)
        g.add("Reshape", biased, "flat", name=result)
        g.output(result, "content")

    ids = g.add("Reshape", "input_ids", g.constant("flat", np.array([-1], np.int64)), name="ids")
    length = g.add("Shape", ids, name="length")
    positions = g.add(
        "Slice",
        g.constant("positions", weight["positions.weight"][:MAX_TOKENS]),
        first_axis,
        length,
        first_axis,
        name="position_vectors",
    )
    x = norm(g.add("Add", arithmetic.words(g, ids, weight["words.weight"]), positions, name="sum"), "embedding_norm")

    by_head = g.constant("by_head", np.array([0, 3 * heads, hidden // heads], np.int64))
    merged = g.constant("merged", np.array([0, hidden], np.int64))
    for i in range(encoder.shape.layers):
        layer = f"layers.{i}"

        def linear(x: str, part: str, layer: str = layer) -> str:
            name = f"{layer}.{part}"
            return arithmetic.linear(g, x, name, weight[f"{name}.weight"].T, weight[f"{name}.bias"])

        scale = (hidden // heads) ** -0.5
        weight[f"{layer}.query_key_value.weight"] = weight[f"{layer}.query_key_value.weight"].copy()
        weight[f"{layer}.query_key_value.bias"] = weight[f"{layer}.query_key_value.bias"].copy()
        weight[f"{layer}.query_key_value.weight"][:hidden] *= scale
        weight[f"{layer}.query_key_value.bias"][:hidden] *= scale
        split = g.add("Reshape", linear(x, "query_key_value"), by_head, name=f"{layer}.split")
        turned = g.add("Transpose", split, name=f"{layer}.turned", perm=[1, 0, 2])
        qkv = g.add("Split", turned, name=f"{layer}.qkv", outputs=3, axis=0, num_outputs=3)
        query, key, value = (f"{qkv}.{j}" for j in range(3))
        key = g.add("Transpose", key, name=f"{layer}.key", perm=[0, 2, 1])
        scores = g.add("MatMul", query, key, name=f"{layer}.scores")
        attention = g.add("Softmax", scores, name=f"{layer}.attention", axis=-1)
        read = g.add("MatMul", attention, value, name=f"{layer}.read_by_head")
        read = g.add("Transpose", read, name=f"{layer}.read_turned", perm=[1, 0, 2])
        read = g.add("Reshape", read, merged, name=f"{layer}.read")
        x = norm(g.add("Add", x, linear(read, "attention_out"), name=f"{layer}.sum_1"), f"{layer}.attention_norm")
        inner = g.add("Gelu", linear(x, "inner"), name=f"{layer}.gelu")
        x = norm(g.add("Add", x, linear(inner, "outer"), name=f"{layer}.sum_2"), f"{layer}.norm")
        for early in exits:
            if early.layer == i:
                evidence(x, f"{layer}.exit", f"{layer}{EARLY}", early.weight, early.bias)

    evidence(x, "head", "evidence", weight["head.weight"], weight["head.bias"])
    total = g.add("ReduceSum", "evidence", first_axis, name="total", keepdims=1)
    count = g.add("Cast", g.add("Shape", "evidence", name="count"), name="count_float", to=TensorProto.FLOAT)
    g.add("Div", total, g.add("Sqrt", count, name="root"), name="logit")
    g.output("logit", 1)
    return g.model()
