using ServiceDirectory.Core.Community.Messages;

namespace ServiceDirectory.Cli.Demo;

/// <summary>Something that nobody wrote.</summary>
/// <param name="Entry">The name of the service; null: about none that is listed.</param>
/// <param name="Promise">The slug of the promise that was not kept; null: none.</param>
/// <param name="DaysAgo">When it came, before the day of loading.</param>
public sealed record DemoMessage(MessageKind Kind, string? Entry, string? Promise, string? Named, string? Words, int DaysAgo);

/// <summary>One of each kind that waits for somebody. None is of the serious ones, which would take a service off that is shown and measured.</summary>
internal static class DemoMessages
{
    public static IReadOnlyList<DemoMessage> All { get; } =
    [
        new(MessageKind.Promise, "Example Street Sexual Health", "cost-shown", null, "They asked for ten pounds at the desk. (demo)", 2),
        new(MessageKind.Promise, "Example Street Sexual Health", "confidentiality", null, null, 1),
        new(MessageKind.Details, "Example Street Sexual Health", null, null, "On Fridays they close at noon. (demo)", 1),
        new(MessageKind.Good, "Example Street Sexual Health", null, null, "They did not ask for my name. (demo)", 3),
        new(MessageKind.Else, null, null, "The Blue Door Office (demo), Leeds", "Nobody told me what the paper was for. (demo)", 1),
        new(MessageKind.Service, null, null, "Canal Street Advice (demo), Manchester", "They help with fines. (demo)", 4),
    ];
}
