using System.Diagnostics;

namespace ServiceDirectory.Tests.Deployment;

/// <summary>What a program said when it had ended.</summary>
internal sealed record Run(int Status, string Said, string Problems)
{
    /// <summary>Runs one to its end.</summary>
    /// <param name="program">By its name or path.</param>
    /// <param name="arguments">One by one, without a shell.</param>
    /// <param name="folder">Where it works; null: here.</param>
    /// <param name="first">A folder in which programs are found before all others; null: none.</param>
    public static async Task<Run> ProgramAsync(string program, IEnumerable<string> arguments, string? folder = null, string? first = null)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, RedirectStandardInput = true, WorkingDirectory = folder ?? "" };
        if (first is not null)
            start.Environment["PATH"] = $"{first}:{start.Environment["PATH"]}";
        using var process = Process.Start(start)!;
        process.StandardInput.Close();
        var (said, problems) = (process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken), process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        return new Run(process.ExitCode, await said, await problems);
    }

    /// <summary>The same for one that has to succeed; gives back what it said.</summary>
    public static async Task<string> WellAsync(string program, params IEnumerable<string> arguments)
    {
        var run = await ProgramAsync(program, arguments);
        Assert.True(run.Status == 0, $"{program} {string.Join(' ', arguments)}: {run.Problems}{run.Said}");
        return run.Said;
    }
}
