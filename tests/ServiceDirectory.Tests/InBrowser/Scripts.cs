using System.Diagnostics;
using System.Text.Json;
using ServiceDirectory.Tests.Infrastructure;

namespace ServiceDirectory.Tests.InBrowser;

/// <summary>Scripts of the pages, run by Node as a browser would run them, without a page.</summary>
internal static class Scripts
{
    /// <summary>What some lines of script make of a value.</summary>
    /// <param name="files">Names of scripts in <c>wwwroot</c>, loaded before, one after the other.</param>
    /// <param name="lines">The body of a function of <c>value</c>; what it returns is the answer.</param>
    /// <param name="value">Anything that can be JSON.</param>
    public static async Task<T> RunAsync<T>(IEnumerable<string> files, string lines, object value)
    {
        string[] paths = [.. files.Select(file => Repository.Path("src", "ServiceDirectory.Web", "wwwroot", file))];
        // Classic scripts share their names; what they declare is seen by those that follow.
        string program =
            $$"""
            const vm = require('node:vm');
            const fs = require('node:fs');
            for (const path of {{JsonSerializer.Serialize(paths)}}) vm.runInThisContext(fs.readFileSync(path, 'utf8'), path);
            const run = vm.runInThisContext({{JsonSerializer.Serialize($"value => {{ {lines} }}")}});
            process.stdout.write(JSON.stringify(run(JSON.parse(fs.readFileSync(0, 'utf8')))));
            """;
        var start = new ProcessStartInfo("node", ["-e", program])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new System.Text.UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            StandardOutputEncoding = System.Text.Encoding.UTF8,
        };
        using var node = Process.Start(start) ?? throw new InvalidOperationException("Node cannot be started; ./dev test installs it.");
        var (answer, problems) = (node.StandardOutput.ReadToEndAsync(), node.StandardError.ReadToEndAsync());
        await JsonSerializer.SerializeAsync(node.StandardInput.BaseStream, value);
        node.StandardInput.Close();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, await problems);
        return JsonSerializer.Deserialize<T>(await answer, JsonSerializerOptions.Web)!;
    }
}
