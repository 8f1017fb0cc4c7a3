"""Jupyter's own conformity tests, and its own client, with this kernel. Run with JUPYTER_PATH pointing at the kernelspec."""

import time
import unittest

import jupyter_kernel_test
from jupyter_client.manager import start_new_kernel

KERNEL = "tslab"


class Conformity(jupyter_kernel_test.KernelTests):
    kernel_name = KERNEL
    language_name = "typescript"
    file_extension = ".ts"
    code_hello_world = "console.log('hello, world')"
    code_stderr = "console.error('error')"
    completion_samples = [{"text": "JSON.stringi", "matches": ["stringify"]}]
    complete_code_samples = ["1 + 1", "const a = 3"]
    incomplete_code_samples = ["function f() {", "[1,"]
    code_generate_error = "throw new Error('generated')"
    code_execute_result = [{"code": "1 + 2 + 3", "result": "6"}] + 3 * [
        {"code": "[1, 2].map((x) => x * 2)", "result": "[ 2, 4 ]"}
    ]
    code_display_data = [{"code": "require('tslab').display.html('<b>bold</b>')", "mime": "text/html"}]
    supported_history_operations = ("tail", "range", "search")
    code_history_pattern = "1?+*"
    code_inspect_sample = "JSON.stringify"
    code_clear_output = "(globalThis as any)[Symbol.for('jupyter.cell')].clearOutput()"


class Welcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = KERNEL
    support_iopub_welcome = True


class Client(unittest.TestCase):
    def setUp(self):
        self.manager, self.client = start_new_kernel(kernel_name=KERNEL)

    def tearDown(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    def test_interrupts_a_loop(self):
        request = self.client.execute("console.log('begun'); for (;;);")
        while self.client.get_iopub_msg(timeout=30)["msg_type"] != "stream":
            pass
        self.manager.interrupt_kernel()
        reply = self.client.get_shell_msg(timeout=30)
        self.assertEqual(reply["parent_header"]["msg_id"], request)
        self.assertEqual(reply["content"]["ename"], "Interrupted")

    def test_keeps_every_line(self):
        lines = []

        def collect(message):
            if message["msg_type"] == "stream":
                lines.append(message["content"]["text"])

        code = "for (let i = 0; i < 20000; i++) console.log(i);"
        self.client.execute_interactive(code, timeout=60, output_hook=collect)
        self.assertEqual("".join(lines), "".join(f"{i}\n" for i in range(20000)))

    def test_restarts(self):
        self.client.execute_interactive("globalThis.x = 1", timeout=60, output_hook=lambda _: None)
        self.manager.restart_kernel(now=False)
        self.client.wait_for_ready(timeout=60)
        reply = self.client.execute_interactive("if ('x' in globalThis) throw 1", timeout=60)
        self.assertEqual(reply["content"]["status"], "ok")

    def test_heartbeat_beats_while_a_cell_computes(self):
        self.client.hb_channel.unpause()
        self.client.execute("const end = Date.now() + 4000; while (Date.now() < end);")
        time.sleep(3)
        self.assertTrue(self.client.hb_channel.is_beating())


if __name__ == "__main__":
    unittest.main(verbosity=2)
