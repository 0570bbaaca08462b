using ServiceDirectory.Core.Hsds.Import;

namespace ServiceDirectory.Web.Curating;

/// <summary>Keys of the words for what is wrong with another directory's list.</summary>
public static class FeedWords
{
    public static string Of(FeedFault fault) => fault switch
    {
        // What is wrong with a spreadsheet in the same way is said in the same words.
        FeedFault.Empty or FeedFault.TooLarge or FeedFault.TooMuchInside or FeedFault.Quote or FeedFault.OpenQuote or FeedFault.MoreCells or FeedFault.HiddenSign => $"Fault.{fault}",
        _ => $"FeedFault.{fault}",
    };
}
