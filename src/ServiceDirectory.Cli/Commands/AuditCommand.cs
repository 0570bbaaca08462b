using System.CommandLine;
using Microsoft.EntityFrameworkCore;
using ServiceDirectory.Core.Audit;
using ServiceDirectory.Core.Data;

namespace ServiceDirectory.Cli.Commands;

/// <summary><c>audit</c>: whether what was written down about decisions is still what was written.</summary>
internal static class AuditCommand
{
    public static Command Create(Database database) => new("audit", "Look after the record of what was decided.") { Verify(database) };

    private static Command Verify(Database database)
    {
        var head = new Option<string?>("--head") { Description = "What an earlier run printed, or a backup's report: shows whether rows were cut off at the end." };
        head.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } typed && Read(typed) is null)
                result.AddError($"--head is {EventChain.HashLength * 2} letters and digits: 0 to 9 and a to f.");
        });
        var command = new Command("verify", "Say whether a row was changed, removed or moved, and which.") { head };
        command.SetAction(async (parsed, cancellation) =>
        {
            await using var source = database.App();
            await using var context = new DirectoryDbContext(DirectoryDatabase.Configure(new DbContextOptionsBuilder<DirectoryDbContext>(), source).Options);
            byte[]? given = parsed.GetValue(head) is { } typed ? Read(typed) : null;
            var report = await new AuditService(context).VerifyAsync(given, cancellation);
            var output = parsed.InvocationConfiguration.Output;
            if (report.Broken is { } broken)
            {
                await parsed.InvocationConfiguration.Error.WriteLineAsync(Say(broken));
                if (broken.Fault is not ChainFault.CutOff)
                    await parsed.InvocationConfiguration.Error.WriteLineAsync($"Before it {report.Rows} rows are as they were written.");
                return 1;
            }

            await output.WriteLineAsync($"{report.Rows} rows: none was changed, removed or moved.");
            if (report.Known is { } known)
                await output.WriteLineAsync($"The head you gave is row {known}; {report.Rows - known} came after it.");
            await output.WriteLineAsync($"Head: {Convert.ToHexStringLower(report.Head)}");
            await output.WriteLineAsync("Rows cut off at the end are seen only with --head and a head from before. Keep this one elsewhere.");
            return 0;
        });
        return command;
    }

    private static string Say(BrokenChain broken) => broken.Fault switch
    {
        ChainFault.Changed => $"Row {broken.Number} was changed.",
        ChainFault.Removed => $"Row {broken.Number} was removed.",
        ChainFault.Moved => $"Row {broken.Number} was moved: it stands at {broken.NowAt}.",
        ChainFault.Added => $"Row {broken.Number} was added beside the chain.",
        _ => "No row has the head you gave: rows were cut off at the end, or all was written anew.",
    };

    private static byte[]? Read(string typed)
    {
        byte[] read = new byte[EventChain.HashLength];
        return typed.Length == 2 * read.Length && Convert.FromHexString(typed, read, out _, out _) is System.Buffers.OperationStatus.Done ? read : null;
    }
}
